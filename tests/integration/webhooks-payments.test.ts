import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { listWebhooks } from '#db/queries/inbound-webhooks.ts'
import { listEventsBefore } from '#db/queries/messages.ts'
import { listNotifications } from '#db/queries/notifications.ts'
import { listPayments } from '#db/queries/payments.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { applyPaymentNews } from '#server/features/payments/apply-payment-news.ts'
import { createWorker, type Worker } from '#server/worker/create-worker.ts'
import { newConversation, startAsVisitor } from '#tests/support/conversations.ts'
import { createJobStack, type JobStack } from '#tests/support/job-stack.ts'
import { serveWebhookDoor, type WebhookDoorSite } from '#tests/support/webhook-door.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 20_000 }

let stack: JobStack
let site: WebhookDoorSite
let worker: Worker
beforeAll(async () => {
  stack = await createJobStack()
  site = await serveWebhookDoor(stack.services)
  await call('PUT', '/api/site', { url: site.url, retryScale: 0.001 })
  worker = createWorker(stack.services)
  await worker.start()
})
afterAll(async () => {
  await worker.close()
  await site[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
})

async function call(method: string, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${stack.simulator.url}${path}`, { method, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
  return answer.status === 204 ? undefined : answer.json()
}
const emit = (provider: string, event: object) => call('POST', `/api/events/${provider}`, { ...event, wait: true })

async function asStaff() {
  const [staff] = await listStaff(stack.services.db)
  if (!staff) throw new Error('the seed has staff')
  return { staff, caller: stack.caller({ cookie: await stack.signIn({ userId: staff.id, role: staff.role }) }) }
}

async function givenRequest(name: string) {
  const visitor = await startAsVisitor(stack, newConversation({ name, email: `${newId()}@exemplo.com` }))
  const { caller } = await asStaff()
  const conversationId = visitor.conversation.id
  const asked = { paymentId: newId(), conversationId, amountCents: 35_050, description: 'Honorários iniciais' }
  await caller.payments.request(asked)
  // Past the API: whoever asks it every 50 ms soon meets its limit.
  const { db } = stack.services
  const messages = async () => (await listEventsBefore(db, { conversationId, limit: 50 })).map(({ body }) => body)
  const payments = () => listPayments(db, conversationId)
  return { visitor, caller, conversationId, asked, messages, payments }
}

const mailsAbout = async (name: string, subject: RegExp) =>
  (await stack.mails()).filter(
    ({ request, summary }) => JSON.stringify(request.body).includes(name) && subject.test(summary.title),
  )

const preference = z.object({ id: z.string(), request: z.object({ body: z.looseObject({}) }) })

test('staff ask for money, the visitor gets the link and pays, and everybody learns of it once', async () => {
  const { visitor, caller, conversationId, asked, messages, payments } = await givenRequest('Clara Pagante')
  await expect.poll(async () => (await payments())[0]?.checkoutUrl, patience).toMatch(/^http/)
  await expect.poll(messages, patience).toHaveLength(2)
  const [link] = await payments()
  expect((await messages()).at(-1)).toContain(link?.checkoutUrl)
  expect((await messages()).at(-1)).toContain('R$\u00a0350,50')

  // The same attempt of the browser again.
  expect(await caller.payments.request(asked)).toMatchObject({ id: asked.paymentId })
  expect((await caller.payments.list({ conversationId })).payments).toHaveLength(1)
  expect((await visitor.caller.messages.list({ conversationId })).events).toHaveLength(2)
  const made = preference.array().parse(await stack.deliveries('mercado-pago'))
  const own = made.filter(({ request }) => request.body.external_reference === asked.paymentId)
  expect(own).toHaveLength(1)

  const preferenceId = own[0]?.id
  await emit('mercado-pago', { action: 'paid', preferenceId, deliver: { copies: 5 } })
  await expect.poll(payments, patience).toMatchObject([{ id: asked.paymentId, status: 'paid', amountCents: 35_050 }])
  await expect.poll(() => mailsAbout('Clara', /Pagamento recebido|Recebemos/i), patience).toHaveLength(2)
  const replyTo = async (subject: RegExp) =>
    z.looseObject({ reply_to: z.string() }).parse((await mailsAbout('Clara', subject))[0]?.request.body).reply_to
  expect(await replyTo(/Pagamento confirmado/)).toBe(stack.env.FIRM_EMAIL)
  expect(await replyTo(/Pagamento recebido/)).toMatch(/@exemplo\.com$/)
  const { staff } = await asStaff()
  const { items } = await listNotifications(stack.services.db, { userId: staff.id, limit: 100 })
  const told = items.filter((item) => item.kind === 'payment' && item.conversationId === conversationId)
  expect(told).toHaveLength(1)
  const leads = await stack.services.db.rest.from('leads').select('status').eq('conversation_id', conversationId)
  expect(leads.data).toEqual([{ status: 'won' }])
  expect(await messages()).toHaveLength(2)
})

test.each(['asaas', 'stripe'])('%s: doubled and shuffled, paid and refunded end as refunded', async (provider) => {
  const { conversation } = await startAsVisitor(stack, newConversation({ name: 'Dora Estorno' }))
  const charge = {
    externalReference: conversation.id,
    amount: 120.4,
    paymentId: `${provider === 'asaas' ? 'pay' : 'pi'}_${newId()}`,
  }
  await call('POST', '/api/event-rules', {
    provider,
    shuffled: { hold: 6, seed: 5, atOnce: true },
    doubled: { copies: 3, times: 2 },
  })
  await call('POST', `/api/events/${provider}`, { action: 'paid', ...charge })
  await call('POST', `/api/events/${provider}`, { action: 'refunded', ...charge })
  await call('POST', '/api/event-rules/release', {})
  const payments = () => listPayments(stack.services.db, conversation.id)
  await expect.poll(payments, patience).toMatchObject([{ status: 'refunded', amountCents: 12_040, provider }])
  await expect
    .poll(
      async () =>
        (
          await listWebhooks(stack.services.db, { provider: provider === 'asaas' ? 'asaas' : 'stripe', limit: 100 })
        ).map(({ state }) => state),
      patience,
    )
    .toEqual(['applied', 'applied'])
})

test('what stood alone until it was named: whoever paid gets one mail, the firm one that names them', async () => {
  const visitor = { name: 'Flora Tardia', email: `${newId()}@exemplo.com` }
  const { conversation } = await startAsVisitor(stack, newConversation(visitor))
  const log = pino({ level: 'silent' })
  const news = {
    provider: 'stripe',
    providerPaymentId: `pi_${newId()}`,
    status: 'paid',
    amountCents: 12_040,
    refundedCents: 0,
    currency: 'BRL',
    paidAt: null,
  } as const
  for (const reference of [null, conversation.id]) {
    await applyPaymentNews({ services: stack.services, log }, { ...news, reference })
  }
  const outcomes = async () => {
    const { data } = await stack.services.db.rest
      .from('outbox')
      .select('outcome')
      .eq('payload->>providerPaymentId', news.providerPaymentId)
    return data?.map(({ outcome }) => outcome)
  }
  await expect.poll(outcomes, patience).toEqual(['done', 'done', 'done', 'done'])
  expect(await mailsAbout('Flora', /Pagamento confirmado/)).toHaveLength(1)
  expect(await mailsAbout('Flora', /Pagamento recebido/)).toHaveLength(1)
})

test('a provider that does not answer is asked again, and the payment arrives', async () => {
  const { asked, payments } = await givenRequest('Elisa Paciente')
  await expect.poll(async () => (await payments())[0]?.checkoutUrl, patience).toMatch(/^http/)
  const made = preference.array().parse(await stack.deliveries('mercado-pago'))
  const preferenceId = made.find(({ request }) => request.body.external_reference === asked.paymentId)?.id
  await stack.addRule({ provider: 'mercado-pago', fail: { times: 1, status: 503 } })
  await emit('mercado-pago', { action: 'paid', preferenceId })
  await expect.poll(payments, patience).toMatchObject([{ status: 'paid' }])
})

test('forged, stale, missing and truncated signatures reach nobody', async () => {
  for (const provider of ['mercado-pago', 'asaas', 'stripe'] as const) {
    const stored = () => listWebhooks(stack.services.db, { provider, limit: 1_000 })
    const before = await stored()
    const signatures = provider === 'asaas' ? ['forged', 'missing'] : ['forged', 'missing', 'truncated', 'stale']
    for (const signature of signatures) {
      const event = { action: 'paid', externalReference: newId(), amount: 10, deliver: { signature, attempts: 1 } }
      const { events } = z
        .object({ events: z.array(z.object({ attempts: z.array(z.object({ status: z.int() })) })) })
        .parse(await emit(provider, event))
      expect([400, 401, 429]).toContain(events[0]?.attempts[0]?.status)
    }
    expect((await stored()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  }
})
