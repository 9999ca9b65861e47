import { expect } from '@playwright/test'
import { accounts, signInAs } from './support/sign-in.ts'
import { test } from './support/test.ts'

test('an admin sees how the caches do, and why an entry is served', async ({ newPerson }) => {
  const page = await newPerson()
  for (let visit = 0; visit < 3; visit += 1) await page.request.get('/api/products')
  await signInAs(page, accounts.admin)
  await page.goto('/console/cache')
  const row = page.getByRole('row', { name: /^products / })
  await expect(row).toContainText('%', { timeout: 30_000 })

  await page.getByRole('button', { name: 'Explicar' }).click()
  await expect(page.getByRole('heading', { name: 'Válida: é servida' })).toBeVisible()
  await expect(page.getByText('products:all').first()).toBeVisible()
  await page.getByRole('textbox', { name: 'Entrada' }).fill('en.nunca-pedida')
  await page.getByRole('button', { name: 'Explicar' }).click()
  await expect(page.getByRole('heading', { name: 'Não está guardada' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Entrada' }).fill(' ')
  await page.getByRole('button', { name: 'Explicar' }).click()
  await expect(page.getByText('Diga qual entrada.')).toBeVisible()
})

test('the page fits a phone', async ({ newPerson }) => {
  const page = await newPerson({ device: 'narrow' })
  await page.request.get('/api/products')
  await signInAs(page, accounts.admin)
  await page.goto('/console/cache')
  await expect(page.getByRole('table')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Explicar' }).click()
  await expect(page.getByRole('heading', { name: 'Válida: é servida' })).toBeVisible()
  const widths = await page.evaluate(() =>
    ['html', 'main', 'main > div'].flatMap((selector) => {
      const { scrollWidth = 0, clientWidth = -1 } = document.querySelector(selector) ?? {}
      return scrollWidth > clientWidth ? [selector] : []
    }),
  )
  expect(widths).toEqual([])
})

test.describe('who is no admin', () => {
  test.use({ expectedErrors: [/status of 40[13]/] })

  test('is told so, or sent to the sign-in', async ({ newPerson }) => {
    const lawyer = await newPerson()
    await signInAs(lawyer, accounts.lawyer)
    await lawyer.goto('/console/cache')
    await expect(lawyer.getByRole('heading', { name: 'Só para administradores' })).toBeVisible()
    await expect(lawyer.getByRole('table')).toHaveCount(0)
    const stranger = await newPerson()
    await stranger.goto('/console/cache')
    await stranger.waitForURL(/\/entrar\?callbackUrl=%2Fconsole%2Fcache$/)
  })
})

test('metrics are answered to this machine, and to nobody through a proxy', async ({ request }) => {
  const answer = await request.get('/api/metrics')
  expect(answer.status()).toBe(200)
  expect(await answer.text()).toContain('plantao_cache_answers{cache="products",from="process"}')
  expect((await request.get('/api/metrics', { headers: { 'x-forwarded-for': '192.0.2.9' } })).status()).toBe(404)
})
