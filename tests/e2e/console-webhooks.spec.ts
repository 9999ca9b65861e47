import { expect, type Page } from '@playwright/test'
import { isSignedWith, openWebhookReceiver } from '#tests/support/webhook-receiver.ts'
import { signInAsAdmin } from './support/admin.ts'
import { startConversation } from './support/conversation.ts'
import { test } from './support/test.ts'

async function openWebhooksPage(page: Page): Promise<void> {
  await signInAsAdmin(page)
  await page.goto('/console/webhooks')
}

async function addEndpoint(page: Page, { url, name }: { url: string; name: string }): Promise<string> {
  await page.getByRole('button', { name: 'Novo endereço' }).click()
  await page.getByRole('textbox', { name: 'Endereço' }).fill(url)
  await page.getByRole('textbox', { name: 'Nome' }).fill(name)
  await page.getByRole('button', { name: 'Cadastrar' }).click()
  const secret = page.getByRole('status').getByText(/^whsec_/)
  await expect(secret).toBeVisible()
  return (await secret.textContent()) ?? ''
}

const removeEndpoint = async (page: Page) => {
  await page.getByRole('button', { name: 'Excluir' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Excluir' }).click()
  await expect(page).toHaveURL(/\/console\/webhooks$/)
}

test('an admin adds a system, which is told of a conversation; a refusal shows in the log, and is sent again', async ({
  newPerson,
}) => {
  await using receiver = await openWebhookReceiver()
  const admin = await newPerson()
  await openWebhooksPage(admin)
  await admin.getByRole('button', { name: 'Novo endereço' }).click()
  await admin.getByRole('button', { name: 'Cadastrar' }).click()
  await expect(admin.getByText('Escreva um endereço completo')).toBeVisible()
  await admin.getByRole('button', { name: 'Cancelar' }).click()

  const secret = await addEndpoint(admin, { url: receiver.url, name: 'Sistema financeiro' })
  await admin.getByRole('button', { name: 'Já guardei' }).click()
  await expect(admin.getByText(/^whsec_/)).toHaveCount(0)
  await admin.getByRole('button', { name: 'Enviar teste' }).click()
  const log = admin.getByRole('region', { name: 'Entregas' })
  await expect(log.getByRole('listitem').filter({ hasText: 'Teste' })).toContainText('entregue')

  // The second attempt comes five seconds after the first, the third five minutes later.
  receiver.answer({ status: 503, body: 'fila cheia' }, { status: 503, body: 'fila cheia' })
  const visitor = await newPerson({ device: 'phone' })
  await startConversation(visitor, { name: 'Caio Nunes', body: 'Quero rever um contrato.' })
  const entry = log.getByRole('listitem').filter({ hasText: 'Uma conversa começa' })
  await expect(entry).toContainText('HTTP 503 · 2 tentativas · próxima em', { timeout: 30_000 })
  await entry.getByRole('button', { name: 'Ver' }).click()
  await expect(entry.getByText('fila cheia')).toHaveCount(2)
  await entry.getByRole('button', { name: 'Enviar de novo' }).click()
  await expect(entry).toContainText('entregue', { timeout: 30_000 })

  const calls = receiver.received.filter(({ body }) => body.type === 'conversation.started')
  expect(calls).toHaveLength(3)
  expect(new Set(calls.map(({ id }) => id)).size).toBe(1)
  expect(calls.every((call) => isSignedWith(secret, call))).toBe(true)
  await removeEndpoint(admin)
})

test('the page of the webhooks fits a phone', async ({ newPerson }) => {
  await using receiver = await openWebhookReceiver()
  const admin = await newPerson({ device: 'narrow', colorScheme: 'dark' })
  await openWebhooksPage(admin)
  const name = 'Integração com o sistema de contabilidade e faturamento do escritório, em produção'
  await addEndpoint(admin, { url: `${receiver.url}/${'um-caminho-comprido/'.repeat(8)}`, name })
  const tooWide = () =>
    admin.evaluate(() =>
      ['html', 'main', 'main > div'].filter((selector) => {
        const { scrollWidth = 0, clientWidth = -1 } = document.querySelector(selector) ?? {}
        return scrollWidth > clientWidth
      }),
    )
  expect(await tooWide()).toEqual([])
  await admin.getByRole('button', { name: 'Enviar teste' }).click()
  const entry = admin.getByRole('region', { name: 'Entregas' }).getByRole('listitem').filter({ hasText: 'Teste' })
  await expect(entry).toContainText('entregue')
  await entry.getByRole('button', { name: 'Ver' }).click()
  await expect(entry).toContainText('webhook-id')
  expect(await tooWide()).toEqual([])
  await admin.getByRole('link', { name: 'Todos os endereços' }).click()
  await expect(admin.getByRole('link', { name })).toBeVisible()
  expect(await tooWide()).toEqual([])
  await admin.getByRole('link', { name }).click()
  await removeEndpoint(admin)
})
