import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listWebhooks, readWebhook } from '#db/queries/inbound-webhooks.ts'
import { toJson } from '#db/queries/json.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { maxWebhookBytes, type WebhookProvider } from '#server/contracts/webhooks.ts'
import { receiveWebhook } from '#server/features/webhooks/receive-webhook.ts'
import type { WebhookRequest } from '#server/features/webhooks/webhook-request.ts'
import { createRandom } from '#tests/support/random.ts'
import {
  sampleEvent,
  signedWebhook,
  webhookEnv,
  webhookSecrets,
  whatsappMessage,
  whatsappNotice,
  whatsappStatus,
} from '#tests/support/signed-webhooks.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack
beforeAll(async () => {
  stack = await createTestStack(webhookEnv)
})
afterAll(async () => stack[Symbol.asyncDispose]())

/** Every test starts with nothing stored. */
beforeEach(async () => {
  await sql()`delete from public.inbound_webhooks`
  await sql()`delete from public.outbox`
})

const sql = () => {
  if (!stack.services.db.sql) throw new Error('the test stack has a direct connection')
  return stack.services.db.sql
}
const receive = (request: WebhookRequest) => receiveWebhook(stack.services, request)
const send = (provider: WebhookProvider, order = {}) =>
  receive(signedWebhook({ provider, address: newAddress(), ...sampleEvent(provider), ...order }))
async function signIn(role: 'admin' | 'lawyer') {
  const staff = (await listStaff(stack.services.db)).find((person) => person.role === role)
  if (!staff) throw new Error(`the seed has no ${role}`)
  return stack.caller({ cookie: await stack.signIn({ userId: staff.id, role }) })
}
const stored = () => listWebhooks(stack.services.db, { limit: 1_000 })
const jobs = () => sql()`select name, payload from public.outbox order by name`
const newAddress = () => `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::/64`

const providers = ['whatsapp', 'resend', 'mercado-pago', 'asaas', 'stripe'] as const

describe.each(providers)('%s', (provider) => {
  test('a signed event is stored with its job and answered with 200', async () => {
    expect(await send(provider)).toMatchObject({ status: 200 })
    const [event, ...rest] = await stored()
    expect(rest).toEqual([])
    expect(event).toMatchObject({ provider, state: 'waiting', processedAt: null })
    const name = ['whatsapp', 'resend'].includes(provider) ? 'process-webhook' : 'process-payment-webhook'
    expect(await jobs()).toEqual([{ name, payload: { webhookId: event?.id } }])
  })

  test('the same event, fifty times at once, is one row and one job', async () => {
    const event = sampleEvent(provider)
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(provider, event)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
    expect(await stored()).toHaveLength(1)
    expect(await jobs()).toHaveLength(1)
  })

  test('unsigned, truncated and foreign signatures are 401, and leave nothing behind', async () => {
    const secret = provider === 'resend' ? `whsec_${btoa('another')}` : 'another-secret-of-someone'
    const bare = signedWebhook({ provider, ...sampleEvent(provider), address: newAddress() })
    const cut = Object.entries(bare.headers).map(([name, value]) => [name, value?.slice(0, -1)])
    const answers = [
      await receive({ ...bare, headers: {} }),
      await receive({ ...bare, headers: Object.fromEntries(cut) }),
      await send(provider, { secret }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401])
    expect(await stored()).toEqual([])
    expect(await jobs()).toEqual([])
  })
})

test.each(['resend', 'mercado-pago', 'stripe'] as const)(
  '%s: a recorded request played again is 400',
  async (provider) => {
    expect(await send(provider, { atMs: Date.now() - 301_000 })).toMatchObject({ status: 400 })
    expect(await send(provider, { atMs: Date.now() + 302_000 })).toMatchObject({ status: 400 })
    expect(await stored()).toEqual([])
  },
)

test('doubled and shuffled requests with overlapping events store each event once', async () => {
  const ids = Array.from({ length: 25 }, () => `wamid.${randomUUID()}`)
  const notices = ids.flatMap((id, index) => [
    whatsappNotice({ messages: [whatsappMessage(id), whatsappMessage(ids[(index + 1) % ids.length])] }),
    whatsappNotice({ statuses: ['read', 'sent', 'delivered'].map((status) => whatsappStatus(id, status)) }),
  ])
  const random = createRandom(7)
  const requests = [...notices, ...notices]
    .map((notice) => ({ notice, place: random.next() }))
    .toSorted((left, right) => left.place - right.place)
  const answers = await Promise.all(requests.map(({ notice }) => send('whatsapp', { body: notice })))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const names = (await stored()).map(({ providerEventId }) => providerEventId)
  expect(names.toSorted()).toEqual(ids.flatMap((id) => [id, `${id}:delivered`, `${id}:read`, `${id}:sent`]).toSorted())
  expect(await jobs()).toHaveLength(100)
})

test('what nobody knows is kept and listed, but not processed, until someone asks for it', async () => {
  const body = { id: 'evt_new', type: 'treasury.flow.created', data: { object: { id: 'x', secret: 'só aqui' } } }
  expect(await send('stripe', { body })).toMatchObject({ status: 200 })
  const [event] = await stored()
  expect(event).toMatchObject({ providerEventId: 'evt_new', kind: 'treasury.flow.created', state: 'unknown' })
  expect(await readWebhook(stack.services.db, event?.id ?? '')).toMatchObject({ event: body })
  expect(await jobs()).toEqual([])

  const [admin, lawyer] = [await signIn('admin'), await signIn('lawyer')]
  await expect(lawyer.inboundWebhooks.list({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const [listed, ...rest] = await admin.inboundWebhooks.list({ state: 'unknown' })
  expect(rest).toEqual([])
  expect(listed).toEqual(event)
  expect(await admin.inboundWebhooks.process({ provider: 'stripe', ids: [listed?.id ?? ''] })).toEqual({ count: 0 })
  expect(await stored()).toEqual([event])
})

test.each(providers)('%s: a release that has learned a kind reads what was kept, once', async (provider) => {
  await send(provider)
  const [known] = await stored()
  // As an earlier release would have kept the same request.
  const { body, eventId = '' } = sampleEvent(provider)
  const kept =
    provider === 'mercado-pago'
      ? {
          query: [
            ['data.id', eventId],
            ['type', 'payment'],
          ],
          body,
        }
      : body
  const id = newId()
  await sql()`
    insert into public.inbound_webhooks (id, provider, provider_event_id, kind, event, state)
    values (${id}, ${provider}, 'as-an-earlier-release-named-it', 'unknown', ${sql().json(toJson(kept))}, 'unknown')`
  const admin = await signIn('admin')
  const asked = { provider, ids: [id, known?.id ?? ''] }
  expect(await admin.inboundWebhooks.process(asked)).toEqual({ count: 1 })
  expect(await admin.inboundWebhooks.process(asked)).toEqual({ count: 0 })
  expect((await stored()).map(({ kind, state }) => [kind, state])).toEqual([
    [known?.kind, 'waiting'],
    [known?.kind, 'waiting'],
  ])
  expect(await jobs()).toHaveLength(2)
})

test('one event with a character that Postgres refuses does not stand in the way for days', async () => {
  const body = String.raw`{"id":"evt_nul","event":"PAYMENT_RECEIVED","payment":{"id":"pay_1","value":1,"note":"a\u0000b\ud800"}}`
  expect(await send('asaas', { body })).toMatchObject({ status: 200 })
  expect(await stored()).toMatchObject([{ providerEventId: 'evt_nul', state: 'waiting' }])
})

test('the eleventh unsigned request of an address within a minute is 429, and the provider is still served from there', async () => {
  const address = newAddress()
  const forged = { ...signedWebhook({ provider: 'stripe', ...sampleEvent('stripe'), address }), headers: {} }
  const statuses: number[] = []
  for (let count = 0; count < 11; count += 1) statuses.push((await receive(forged)).status)
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429])
  const refused = await receive(forged)
  expect(Number(refused.headers['Retry-After'])).toBeGreaterThan(0)
  expect(refused.headers['RateLimit-Policy']).toContain('"webhooks";q=10;w=60')
  expect(await send('stripe', { address })).toMatchObject({ status: 200 })
  expect(await stored()).toHaveLength(1)
})

test('a provider’s burst of three hundred is stored whole', async () => {
  const address = newAddress()
  const answers = await Promise.all(Array.from({ length: 300 }, () => send('resend', { address })))
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(await stored()).toHaveLength(300)
})

test('one request with a thousand statuses is stored whole', async () => {
  const conversation = { id: newId(), origin: { type: 'service' }, expiration_timestamp: '1795435200' }
  const errors = [{ code: 131000, error_data: { details: 'x'.repeat(1_600) } }]
  const told = {
    errors,
    conversation,
    pricing: { billable: true, pricing_model: 'PMP', category: 'service', type: 'regular' },
  }
  const statuses = Array.from({ length: 1_000 }, () => ({
    ...{ ...whatsappStatus(), ...told },
    ...{ recipient_user_id: 'BR.'.padEnd(120, '7'), biz_opaque_callback_data: 'x'.repeat(512) },
  }))
  const body = JSON.stringify(whatsappNotice({ statuses }))
  expect(body.length).toBeGreaterThan(2.5e6)
  expect(await send('whatsapp', { body })).toMatchObject({ status: 200 })
  expect(await stored()).toHaveLength(1_000)
})

test('a status of a message with a long name does not cost the others of its request theirs', async () => {
  const long = whatsappStatus(`wamid.${'A'.repeat(274)}`, 'delivered'.padEnd(40, '_'))
  const body = whatsappNotice({ statuses: [long, whatsappStatus()] })
  expect(await send('whatsapp', { body })).toMatchObject({ status: 200 })
  expect((await stored()).map(({ state }) => state).toSorted()).toEqual(['unknown', 'waiting'])
})

test('what cannot be read is refused: no JSON, too long, another method, a provider that is not set up', async () => {
  expect(await send('stripe', { body: '{"id":' })).toMatchObject({ status: 400 })
  expect(await send('stripe', { body: JSON.stringify({ text: 'a'.repeat(maxWebhookBytes) }) })).toMatchObject({
    status: 413,
  })
  const request = signedWebhook({ provider: 'stripe', ...sampleEvent('stripe') })
  expect(await receive({ ...request, method: 'GET' })).toMatchObject({ status: 405, headers: { Allow: 'POST' } })
  expect(await receive({ ...request, provider: 'paypal' })).toMatchObject({ status: 404 })
  const { STRIPE_WEBHOOK_SECRET: _, ...env } = stack.services.env
  expect(await receiveWebhook({ ...stack.services, env }, request)).toMatchObject({ status: 404 })
  expect(await stored()).toEqual([])
})

describe('the challenge of WhatsApp', () => {
  const challenge = (query: Readonly<Record<string, string>>) =>
    receive({
      provider: 'whatsapp',
      method: 'GET',
      headers: {},
      query: new URLSearchParams(query),
      rawBody: Buffer.alloc(0),
      address: newAddress(),
    })
  const asked = {
    'hub.mode': 'subscribe',
    'hub.verify_token': webhookEnv.WHATSAPP_VERIFY_TOKEN,
    'hub.challenge': '1158201444',
  }

  test('is answered with itself, bare', async () => {
    expect(await challenge(asked)).toMatchObject({ status: 200, body: '1158201444' })
  })

  test.each([
    ['another token', { ...asked, 'hub.verify_token': webhookSecrets.whatsapp }],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['another mode', { ...asked, 'hub.mode': 'unsubscribe' }],
    ['a challenge that is markup', { ...asked, 'hub.challenge': '<script>' }],
  ])('with %s is 403', async (_, query) => {
    const answer = await challenge(query)
    expect(answer.status).toBe(403)
    expect(answer.body).not.toContain(query['hub.challenge'])
  })
})
