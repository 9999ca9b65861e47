import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

const logFolder = '.plantao/e2e/logs'
const mostLines = 15

/** What a failed test saw, for a log that is read where the trace is not at hand: each page's text, the servers' warnings. */
export async function describeFailure(pages: readonly Page[]): Promise<string> {
  const texts = await Promise.all(pages.map(describePage))
  return [...texts, ...readWarnings()].join('\n')
}

async function describePage(page: Page): Promise<string> {
  const text = await page
    .locator('body')
    .innerText({ timeout: 1_000 })
    .catch((error: unknown) => `(not readable: ${String(error)})`)
  return `— ${page.url()} shows:\n${text.slice(0, 1_500)}`
}

function readWarnings(): string[] {
  return readdirSync(logFolder).flatMap((file) => {
    const lines = readFileSync(join(logFolder, file), 'utf8').split('\n')
    const warnings = lines.filter((line) => /"level":(?:[456]0|"(?:warn|error|fatal)")/.test(line)).slice(-mostLines)
    return warnings.length > 0 ? [`— warnings of ${file}:`, ...warnings] : []
  })
}
