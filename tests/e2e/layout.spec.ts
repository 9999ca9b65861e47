import { expect, type Page } from '@playwright/test'
import { startConversation } from './support/conversation.ts'
import { openFromList, signInAsStaff } from './support/inbox.ts'
import { test } from './support/test.ts'

const publicPages = ['/', '/en', '/conversa', '/entrar', '/servicos/nao-existe']

test.describe('at 360 px', () => {
  test.use({ expectedErrors: [/status of 404/] })

  test('no public page scrolls sideways', async ({ newPerson }) => {
    const page = await newPerson({ device: 'narrow' })
    for (const path of publicPages) {
      await page.goto(path)
      await expectNoOverflow(page)
    }
    await page.goto('/')
    await page.locator('#areas').getByRole('link').first().click()
    await page.waitForURL(/\/servicos\//)
    await expectNoOverflow(page)
  })

  test('a conversation with a long word scrolls sideways on neither side', async ({ newPerson }) => {
    const visitor = await newPerson({ device: 'narrow' })
    await startConversation(visitor, { name: 'Comprida da Silva', body: `https://tribunal.example/${'a'.repeat(300)}` })
    await expectNoOverflow(visitor)
    const attendant = await newPerson({ device: 'narrow' })
    await signInAsStaff(attendant)
    await expect(attendant.getByRole('link', { name: 'Comprida da Silva' })).toBeVisible()
    await expectNoOverflow(attendant)
    await openFromList(attendant, 'Comprida da Silva')
    await expectNoOverflow(attendant)
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the ${colorScheme} scheme of the system is followed, with readable text`, async ({ newPerson }) => {
    const page = await newPerson({ colorScheme })
    await page.goto('/')
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    const { text, background } = await lightness(page)
    expect(colorScheme === 'dark' ? text > background : text < background).toBe(true)
  })
}

test('the switch of the colour scheme survives a reload', async ({ newPerson }) => {
  const page = await newPerson({ colorScheme: 'light' })
  await page.goto('/')
  await page.getByRole('button', { name: 'Alternar entre tema claro e escuro' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
})

async function expectNoOverflow(page: Page): Promise<void> {
  await expect(page.getByRole('main')).toBeVisible()
  const widths = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }))
  expect(widths.content, `${page.url()} is wider than the window`).toBeLessThanOrEqual(widths.window)
}

/** Sum of the red, green and blue of the page's text and background. */
const lightness = (page: Page) =>
  page.evaluate(() => {
    const sum = (color: string) =>
      (color.match(/\d+/g) ?? []).slice(0, 3).reduce((total, part) => total + Number(part), 0)
    const { color, backgroundColor } = getComputedStyle(document.body)
    return { text: sum(color), background: sum(backgroundColor) }
  })
