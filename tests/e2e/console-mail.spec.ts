import { expect, type Page } from '@playwright/test'
import { signInAsAdmin } from './support/admin.ts'
import { startConversation } from './support/conversation.ts'
import { test } from './support/test.ts'

async function openMailPage(page: Page): Promise<void> {
  await signInAsAdmin(page)
  await page.goto('/console/mail')
}

test('an address that sends mails back gets no more of them, until an admin says so', async ({ newPerson }) => {
  const address = 'bounced+console@resend.dev'
  const visitor = await newPerson({ device: 'phone' })
  await startConversation(visitor, { name: 'Caio Nunes', email: address, body: 'Quero rever um contrato.' })
  const admin = await newPerson()
  await openMailPage(admin)
  await admin.getByRole('searchbox', { name: 'Endereço' }).fill('BOUNCED+console')
  const mail = admin.getByRole('row', { name: address })
  await expect(mail).toContainText('Recebemos sua mensagem')
  await expect(mail).toContainText('Devolvido', { timeout: 45_000 })

  const entry = admin.getByRole('listitem').filter({ hasText: address })
  await expect(entry).toContainText('A caixa não existe', { timeout: 30_000 })
  await entry.getByRole('button', { name: `Voltar a enviar para ${address}` }).click()
  await entry.getByRole('button', { name: 'Manter suspenso' }).click()
  await entry.getByRole('button', { name: `Voltar a enviar para ${address}` }).click()
  await entry.getByRole('button', { name: 'Sim, voltar a enviar' }).click()
  await expect(entry).toHaveCount(0)
})

test('the page of the mails fits a phone', async ({ newPerson }) => {
  const page = await newPerson({ device: 'narrow' })
  const longest = `${'muito-'.repeat(9)}comprido@escritorio-de-contabilidade-de-nome-comprido.example`
  await startConversation(page, { name: 'Elisa Prado', email: longest, body: 'Bom dia.' })
  const admin = await newPerson({ device: 'narrow' })
  await openMailPage(admin)
  await expect(admin.getByText(longest)).toBeVisible()
  const tooWide = await admin.evaluate(() =>
    ['html', 'main', 'main > div'].filter((selector) => {
      const { scrollWidth = 0, clientWidth = -1 } = document.querySelector(selector) ?? {}
      return scrollWidth > clientWidth
    }),
  )
  expect(tooWide).toEqual([])
})
