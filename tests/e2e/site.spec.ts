import { expect } from '@playwright/test'
import { test } from './support/test.ts'

test('the catalogue leads to a service and from there to a conversation about it', async ({ newPerson }) => {
  const page = await newPerson()
  await page.goto('/')
  const service = page.locator('#areas').getByRole('link').first()
  const name = await service.innerText()
  await service.click()
  await expect(page).toHaveURL(/\/servicos\/[a-z0-9-]+$/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name.split('\n')[0] ?? name)
  await page.getByRole('link', { name: 'Conversar sobre este serviço' }).first().click()
  await expect(page).toHaveURL(/\/conversa\?servico=[a-z0-9-]+$/)
  await expect(page.getByLabel('Assunto')).not.toHaveValue('')
})

test('the language switch shows the same page in English and back', async ({ newPerson }) => {
  const page = await newPerson()
  await page.goto('/conversa')
  await expect(page.locator('html')).toHaveAttribute('lang', 'pt-BR')
  await page.getByRole('link', { name: 'English' }).first().click()
  await expect(page).toHaveURL(/\/en\/conversa$/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(page.getByRole('heading', { level: 1, name: 'Write to the firm' })).toBeVisible()
  await page.getByRole('link', { name: 'Português' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Fale com o escritório' })).toBeVisible()
})

test.describe('an unknown service', () => {
  test.use({ expectedErrors: [/status of 404/] })

  test('is a page that says so, with status 404', async ({ newPerson }) => {
    const page = await newPerson()
    const response = await page.goto('/servicos/nao-existe')
    expect(response?.status()).toBe(404)
    await expect(page.getByRole('heading', { name: 'Esta página não existe' })).toBeVisible()
  })
})
