import { expect, type Page } from '@playwright/test'
import { signInAsAdmin } from './support/admin.ts'
import { send, startConversation } from './support/conversation.ts'
import { readRun } from './support/run-file.ts'
import { test } from './support/test.ts'

/** Makes the simulated Resend refuse the next mail that names this person, in a way that no repetition cures. */
async function refuseMailOf(page: Page, name: string): Promise<void> {
  const rule = { provider: 'resend', when: { bodyIncludes: name }, fail: { times: 1, status: 422 } }
  expect((await page.request.post(`${readRun().simulatorUrl}/api/rules`, { data: rule })).ok()).toBe(true)
}

const jobNamed = (page: Page, message: string, name: string) =>
  page.getByRole('listitem').filter({ hasText: message }).getByRole('listitem').filter({ hasText: name }).first()

test.describe('one message', () => {
  // The simulator shows the mail in a frame that may run nothing.
  test.use({ expectedErrors: [/document's frame is sandboxed/] })

  test('is followed from the browser through outbox and queue to the simulator', async ({ newPerson }) => {
    const visitor = await newPerson()
    const address = await startConversation(visitor, {
      ...{ name: 'Marina Percurso', email: 'percurso@exemplo.com', body: 'Quanto custa rever a pensão?' },
    })
    const admin = await newPerson()
    await signInAsAdmin(admin)
    await admin.goto('/console/trace')
    await admin.getByRole('link', { name: 'Marina Percurso' }).first().click()
    const mail = jobNamed(admin, 'Quanto custa rever a pensão?', 'email-visitor-new-conversation')
    await expect(mail).toContainText('Terminou: feita', { timeout: 20_000 })
    await expect(mail).toContainText('Resend')

    // Sent in one window, watched in another.
    await send(visitor, 'E quais documentos levo?')
    const notice = jobNamed(admin, 'E quais documentos levo?', 'notify-new-message')
    await expect(notice).toContainText('Terminou: feita', { timeout: 20_000 })

    const [simulator] = await Promise.all([
      admin.context().waitForEvent('page'),
      mail.getByRole('link', { name: 'Ver lá' }).click(),
    ])
    await expect(simulator.getByText('percurso@exemplo.com').first()).toBeVisible()
    expect(address).toContain('/conversa/')
  })
})

test('a job that failed for good is found, corrected wrongly and refused, and run again', async ({ newPerson }) => {
  const admin = await newPerson()
  await refuseMailOf(admin, 'Rui Recusado')
  const address = await startConversation(await newPerson(), { name: 'Rui Recusado', body: 'Bom dia.' })
  await signInAsAdmin(admin)
  await admin.goto(`/console/trace/${address.split('/').at(-1)}`)
  await admin.getByRole('link', { name: 'Ver a falha' }).first().click()
  await expect(admin.getByRole('heading', { name: 'email-firm-new-conversation' })).toBeVisible()
  await expect(admin.getByText('resend answered 422').first()).toBeVisible()

  const payload = admin.getByRole('textbox', { name: 'Dados' })
  const original = await payload.inputValue()
  await payload.fill('{ "conversationId": ')
  await expect(admin.getByText('Isto não é JSON válido.')).toBeVisible()
  await payload.fill('{ "conversationId": "nenhuma" }')
  await admin.getByRole('button', { name: 'Refazer com esta correção' }).click()
  await expect(admin.getByText('Assim falharia de novo:')).toBeVisible()
  await expect(admin.getByRole('listitem').filter({ hasText: /^conversationId: / })).toBeVisible()

  await payload.fill(original)
  await admin.getByRole('button', { name: 'Refazer' }).click()
  await expect(admin.getByText('Refeita, ')).toBeVisible()
  await admin.getByRole('link', { name: 'Ver o percurso da conversa' }).click()
  await expect(admin.getByText('entregue').first()).toBeVisible({ timeout: 20_000 })
})

test('every page of the console fits a phone, and tells of the queues', async ({ newPerson }) => {
  const page = await newPerson({ device: 'narrow' })
  await signInAsAdmin(page)
  for (const [path, shown] of [
    ['/console/jobs', 'Filas'],
    ['/console/dead-letters', 'Falhas'],
    ['/console/trace', 'Conversas abertas'],
    ['/console/alerts', 'Histórico'],
  ] as const) {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: shown, exact: true })).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Páginas do console' })).toBeVisible()
    const wide = await page.evaluate(() => document.querySelector('main > div')?.scrollWidth)
    expect(wide).toBe(await page.evaluate(() => document.documentElement.clientWidth))
  }
})

test.describe('the board of the queues', () => {
  test.use({ expectedErrors: [/status of 40[13]/] })

  test('is shown to admins and to nobody else', async ({ newPerson }) => {
    const stranger = await newPerson()
    expect((await stranger.request.get('/api/console/queues')).status()).toBe(401)
    const admin = await newPerson()
    await signInAsAdmin(admin)
    await admin.goto('/console/jobs')
    await admin.getByRole('link', { name: /Abrir o painel das filas/ }).click()
    await expect(admin.getByRole('link', { name: 'emails' }).first()).toBeVisible()
  })
})
