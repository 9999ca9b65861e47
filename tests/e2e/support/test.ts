import { type BrowserContext, test as base, type ConsoleMessage, expect, type Page } from '@playwright/test'
import { describeFailure } from './describe-failure.ts'
import { readRun } from './run-file.ts'

interface VisitOptions {
  readonly device?: keyof typeof devices
  readonly colorScheme?: 'light' | 'dark'
}

interface Fixtures {
  /** Errors in the console that the test provokes on purpose; any other fails it. */
  readonly expectedErrors: readonly RegExp[]
  /** A person with a browser, a client address and so limits of their own. */
  readonly newPerson: (options?: VisitOptions) => Promise<Page>
}

const devices = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  narrow: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 800 } },
}

export const test = base.extend<Fixtures>({
  expectedErrors: [[], { option: true }],
  baseURL: async ({ baseURL: _ }, use) => use(readRun().siteUrl),
  newPerson: async ({ browser, baseURL, expectedErrors }, use, testInfo) => {
    const contexts: BrowserContext[] = []
    const errors: string[] = []
    await use(async ({ device = 'desktop', colorScheme = 'light' } = {}) => {
      const context = await browser.newContext({
        ...devices[device],
        ...(baseURL && { baseURL }),
        colorScheme,
        extraHTTPHeaders: { 'x-forwarded-for': nextAddress(testInfo.workerIndex) },
      })
      contexts.push(context)
      context.on('console', (message) => errors.push(...describeError(message)))
      context.on('weberror', (error) => errors.push(error.error().stack ?? error.error().message))
      return context.newPage()
    })
    if (testInfo.status !== testInfo.expectedStatus) {
      process.stderr.write(`${await describeFailure(contexts.flatMap((context) => context.pages()))}\n`)
    }
    for (const context of contexts) await context.close()
    expect(errors.filter((text) => !expectedErrors.some((pattern) => pattern.test(text)))).toEqual([])
  },
})

const describeError = (message: ConsoleMessage): string[] =>
  message.type() === 'error' ? [`${message.text()} (${message.location().url})`] : []

/** 198.18.0.0/15 is set aside for tests of this kind. */
const counter = { value: 0 }
function nextAddress(workerIndex: number): string {
  counter.value += 1
  return `198.18.${workerIndex % 256}.${counter.value % 256}`
}
