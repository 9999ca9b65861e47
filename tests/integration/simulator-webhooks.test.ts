import { createHmac, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type RunningSimulator, serveSimulator } from '#server/dev/simulator/serve-simulator.ts'
import { webhookEvent } from '#server/dev/simulator/webhooks/webhook-events.ts'
import { testServers } from '#tests/support/servers.ts'
import { testProviderSecrets as secrets } from '#tests/support/test-env.ts'
import { openWebhookSite, type ReceivedWebhook, type WebhookSite } from '#tests/support/webhook-site.ts'

interface Scene extends AsyncDisposable {
  readonly simulator: RunningSimulator
  readonly site: WebhookSite
}

/** A simulator that sends to a site, with retries that follow at once. */
async function openScene(): Promise<Scene> {
  const site = await openWebhookSite()
  const simulator = await serveSimulator({ port: 0, secrets })
  await send(simulator, 'PUT', '/api/site', { url: site.url, retryScale: 0 })
  await send(simulator, 'PUT', '/api/settings', { statusDelayMs: 0 })
  return {
    simulator,
    site,
    [Symbol.asyncDispose]: async () => {
      await simulator.close()
      await site[Symbol.asyncDispose]()
    },
  }
}

async function send(simulator: RunningSimulator, method: string, path: string, body?: unknown) {
  const answer = await fetch(simulator.url + path, {
    method,
    headers: { 'content-type': 'application/json', authorization: authorizationFor(path), 'x-idempotency-key': '1' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}

const authorizationFor = (path: string): string =>
  `Bearer ${path.startsWith('/v2') ? 'EAAtest' : path.startsWith('/emails') ? 're_test' : 'TEST-1'}`

const events = z.object({ events: webhookEvent.array() })
const emit = async ({ simulator }: Scene, provider: string, form: object) =>
  events.parse((await send(simulator, 'POST', `/api/events/${provider}`, { wait: true, ...form })).body).events
const listEvents = async ({ simulator }: Scene, query = '') =>
  events.parse((await send(simulator, 'GET', `/api/events?${query}`)).body).events
const settle = async ({ simulator }: Scene) => (await send(simulator, 'GET', '/api/events/settled')).body
const sendText = (simulator: RunningSimulator, body: string) =>
  send(simulator, 'POST', '/v24.0/1/messages', {
    messaging_product: 'whatsapp',
    to: '5521998765432',
    type: 'text',
    text: { body },
    biz_opaque_callback_data: 'job-1',
  })
const sendMail = (simulator: RunningSimulator, to: string) =>
  send(simulator, 'POST', '/emails', { from: 'a@b.example', to, subject: 'Recebemos', text: 'Olá' })

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex')

/** Written from the providers' pages, apart from the simulator's own code. */
const verify: Record<string, (webhook: ReceivedWebhook) => boolean> = {
  whatsapp: ({ headers, body }) =>
    headers['x-hub-signature-256'] === `sha256=${hmac(secrets.WHATSAPP_APP_SECRET, body)}`,
  resend: ({ headers, body }) => {
    try {
      const asStandard = Object.entries(headers).map(([name, value]) => [name.replace('svix-', 'webhook-'), value])
      return Boolean(new Webhook(secrets.RESEND_WEBHOOK_SECRET).verify(body, Object.fromEntries(asStandard)))
    } catch {
      return false
    }
  },
  'mercado-pago': ({ headers, query }) => {
    const [, ts, v1] = /^ts=(\d+),v1=([0-9a-f]{64})$/.exec(headers['x-signature'] ?? '') ?? []
    const manifest = `id:${query.get('data.id')};request-id:${headers['x-request-id']};ts:${ts};`
    return v1 === hmac(secrets.MERCADO_PAGO_WEBHOOK_SECRET, manifest)
  },
  asaas: ({ headers }) => headers['asaas-access-token'] === secrets.ASAAS_WEBHOOK_TOKEN,
  stripe: ({ headers, body }) => {
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['stripe-signature'] ?? '') ?? []
    return v1 === hmac(secrets.STRIPE_WEBHOOK_SECRET, `${t}.${body}`) && Math.abs(Date.now() / 1000 - Number(t)) < 300
  },
}

const charge = { action: 'paid', externalReference: 'lead-1', amount: 350.5 }
const forms: [provider: string, form: object, shape: object][] = [
  ['whatsapp', { type: 'message', from: '5521998765432', body: 'Oi' }, { object: 'whatsapp_business_account' }],
  ['mercado-pago', charge, { action: 'payment.updated', type: 'payment', data: { id: expect.any(String) } }],
  ['asaas', charge, { event: 'PAYMENT_RECEIVED', payment: { value: 350.5, externalReference: 'lead-1' } }],
  [
    'stripe',
    charge,
    {
      type: 'payment_intent.succeeded',
      data: { object: { amount: 35_050, metadata: { external_reference: 'lead-1' } } },
    },
  ],
]

const signedForms: typeof forms = [...forms, ['resend', { type: 'raw', body: { type: 'email.sent' } }, {}]]

test.each(signedForms)('%s: an event arrives in its format, signed', async (provider, form, shape) => {
  await using scene = await openScene()
  expect(await emit(scene, provider, form)).toMatchObject([{ state: 'delivered', attempts: [{ status: 200 }] }])
  const [webhook] = scene.site.received
  expect(webhook?.path).toBe(`/api/webhooks/${provider}`)
  expect(JSON.parse(webhook?.body ?? '')).toMatchObject(shape)
  expect(webhook && verify[provider]?.(webhook)).toBe(true)
})

test.each(signedForms)('%s: a forged, missing or cut signature proves nothing', async (provider, form) => {
  await using scene = await openScene()
  for (const signature of ['forged', 'missing', 'truncated'])
    await emit(scene, provider, { ...form, deliver: { signature } })
  expect(scene.site.received.map((webhook) => verify[provider]?.(webhook))).toEqual([false, false, false])
})

test('a stale signature is good but ten minutes old', async () => {
  await using scene = await openScene()
  await emit(scene, 'stripe', { ...charge, deliver: { signature: 'stale' } })
  const [webhook] = scene.site.received
  const [, t] = /^t=(\d+)/.exec(webhook?.headers['stripe-signature'] ?? '') ?? []
  expect(Date.now() / 1000 - Number(t)).toBeGreaterThan(590)
})

test('Resend: sent and delivered are told by themselves; its test addresses bounce and complain', async () => {
  await using scene = await openScene()
  for (const to of ['ana@exemplo.com', 'bounced+1@resend.dev', 'complained@resend.dev'])
    await sendMail(scene.simulator, to)
  expect(await settle(scene)).toEqual({ settled: true, waiting: 0, held: 0 })
  const told = (await listEvents(scene)).map(({ kind, summary }) => [summary.to, kind])
  expect(told).toEqual([
    ['ana@exemplo.com', 'email.sent'],
    ['ana@exemplo.com', 'email.delivered'],
    ['bounced+1@resend.dev', 'email.sent'],
    ['bounced+1@resend.dev', 'email.bounced'],
    ['complained@resend.dev', 'email.sent'],
    ['complained@resend.dev', 'email.delivered'],
    ['complained@resend.dev', 'email.complained'],
  ])
  expect(scene.site.received.map((webhook) => verify.resend?.(webhook))).toEqual(Array.from({ length: 7 }, () => true))
})

test('Resend: any accepted mail bounces on demand, once the id is known', async () => {
  await using scene = await openScene()
  await send(scene.simulator, 'PUT', '/api/settings', { resendEvents: [] })
  const { body } = await sendMail(scene.simulator, 'ana@exemplo.com')
  await emit(scene, 'resend', { type: 'email.bounced', emailId: body.id })
  expect(JSON.parse(scene.site.received[0]?.body ?? '')).toMatchObject({
    type: 'email.bounced',
    data: { email_id: body.id, to: ['ana@exemplo.com'], bounce: { type: 'Permanent' } },
  })
  const unknown = await send(scene.simulator, 'POST', '/api/events/resend', { type: 'email.bounced', emailId: 'x' })
  expect(unknown.status).toBe(404)
})

test('WhatsApp: free text reaches who wrote within a day, a stranger not; templates reach both', async () => {
  await using scene = await openScene()
  const kinds = async (wamid: string) => (await listEvents(scene, `subject=${wamid}`)).map(({ kind }) => kind)
  const early = await sendText(scene.simulator, 'Olá')
  const template = { name: 'retomar_conversa', language: { code: 'pt_BR' } }
  const asked = await send(scene.simulator, 'POST', '/v24.0/1/messages', {
    ...{ messaging_product: 'whatsapp', to: '5521998765432' },
    ...{ type: 'template', template },
  })
  await emit(scene, 'whatsapp', { type: 'message', from: '5521998765432' })
  const inTime = await sendText(scene.simulator, 'Olá')
  await settle(scene)
  expect(await kinds(early.body.messages[0].id)).toEqual(['status.failed'])
  expect(await kinds(asked.body.messages[0].id)).toEqual(['status.sent', 'status.delivered'])
  expect(await kinds(inTime.body.messages[0].id)).toEqual(['status.sent', 'status.delivered'])
  const failed = scene.site.received.find(({ body }) => body.includes('131047'))
  expect(failed?.body).toContain('"biz_opaque_callback_data":"job-1"')
})

test('WhatsApp: the window closes after 24 hours', async () => {
  let nowMs = Date.now()
  await using site = await openWebhookSite()
  await using simulator = await serveSimulator({ port: 0, secrets, site: site.url, clock: () => nowMs })
  await send(simulator, 'PUT', '/api/settings', { statusDelayMs: 0 })
  const scene = { simulator, site, [Symbol.asyncDispose]: async () => undefined }
  await emit(scene, 'whatsapp', { type: 'message', from: '5521998765432' })
  nowMs += 24 * 60 * 60_000
  await sendText(simulator, 'Olá')
  await settle(scene)
  expect((await listEvents(scene)).at(-1)?.kind).toBe('status.failed')
})

test('WhatsApp: a person with only a user id writes, and is written to', async () => {
  await using scene = await openScene()
  await emit(scene, 'whatsapp', { type: 'message', fromUserId: 'BR.13491208655302741918', name: 'Lia', body: 'Oi' })
  const sent = await send(scene.simulator, 'POST', '/v24.0/1/messages', {
    messaging_product: 'whatsapp',
    recipient: 'BR.13491208655302741918',
    type: 'text',
    text: { body: 'Olá, Lia' },
  })
  expect(sent.body.contacts).toEqual([{ input: 'BR.13491208655302741918', user_id: 'BR.13491208655302741918' }])
  await settle(scene)
  const [message, status] = scene.site.received.map(({ body }) => JSON.parse(body).entry[0].changes[0].value)
  expect(message.contacts[0]).toEqual({ profile: { name: 'Lia' }, user_id: 'BR.13491208655302741918' })
  expect(message.messages[0]).toMatchObject({ from_user_id: 'BR.13491208655302741918', text: { body: 'Oi' } })
  expect(message.messages[0]).not.toHaveProperty('from')
  expect(status.statuses[0]).toMatchObject({ recipient_user_id: 'BR.13491208655302741918' })
})

test('WhatsApp: the site proves itself by the bare challenge', async () => {
  await using scene = await openScene()
  const verified = async () => (await send(scene.simulator, 'POST', '/api/site/verify-whatsapp')).body
  expect(await verified()).toEqual({ ok: false, status: 200 })
  expect(scene.site.received[0]?.query.get('hub.verify_token')).toBe(secrets.WHATSAPP_VERIFY_TOKEN)
})

test('Mercado Pago: paying a preference makes a payment that can be read, and refunded', async () => {
  await using scene = await openScene()
  const items = [{ title: 'Consulta', quantity: 1, unit_price: 350 }]
  const asked = { items, external_reference: 'lead-1', metadata: { lead: '1' } }
  const { body } = await send(scene.simulator, 'POST', '/checkout/preferences', asked)
  const [paid] = await emit(scene, 'mercado-pago', { action: 'paid', preferenceId: body.id })
  const read = async () => (await send(scene.simulator, 'GET', `/v1/payments/${paid?.subject}`)).body
  expect(await read()).toMatchObject({
    status: 'approved',
    transaction_amount: 350,
    external_reference: 'lead-1',
    metadata: { lead: '1' },
  })
  await emit(scene, 'mercado-pago', { action: 'refunded', paymentId: paid?.subject })
  expect(await read()).toMatchObject({ status: 'refunded', transaction_amount_refunded: 350 })
  expect(scene.site.received.map(({ query }) => query.get('data.id'))).toEqual([paid?.subject, paid?.subject])
})

test('what the site does not take is tried again until it does; asked for one attempt, it is given up', async () => {
  await using scene = await openScene()
  scene.site.answerWith(500)
  const [once] = await emit(scene, 'stripe', { ...charge, deliver: { attempts: 1 } })
  expect(once).toMatchObject({ state: 'failed', attempts: [{ status: 500 }] })
  await send(scene.simulator, 'PUT', '/api/site', { url: scene.site.url, retryScale: 0.02 })
  await emit(scene, 'resend', { type: 'raw', body: { type: 'email.sent' }, id: 'msg_1' })
  scene.site.answerWith(200)
  expect(await settle(scene)).toMatchObject({ settled: true })
  const [event] = (await listEvents(scene)).filter(({ provider }) => provider === 'resend')
  expect(event?.state).toBe('delivered')
  expect(new Set(scene.site.received.slice(1).map(({ headers }) => headers['svix-id']))).toEqual(new Set(['msg_1']))
})

test('Asaas takes only a 200, and stands still after 15 failures until it is resumed', async () => {
  await using scene = await openScene()
  scene.site.answerWith(204)
  await send(scene.simulator, 'POST', '/api/events/asaas', charge)
  await expect.poll(async () => (await send(scene.simulator, 'GET', '/api/site')).body.paused).toEqual(['asaas'])
  expect(scene.site.received).toHaveLength(15)
  scene.site.answerWith(200)
  await send(scene.simulator, 'PUT', '/api/site', { url: scene.site.url, retryScale: 0 })
  expect(await settle(scene)).toMatchObject({ settled: true })
  expect(scene.site.received).toHaveLength(16)
})

test('50 events are doubled and shuffled, in an order that the seed repeats', async () => {
  const orderOf = async (seed: number) => {
    await using scene = await openScene()
    const rule = { provider: 'whatsapp', doubled: { times: 50 }, shuffled: { hold: 100, seed } }
    expect((await send(scene.simulator, 'POST', '/api/event-rules', rule)).status).toBe(201)
    for (let number = 1; number <= 50; number += 1) {
      const form = { type: 'message', from: '5521998765432', wamid: `wamid.${number}` }
      await send(scene.simulator, 'POST', '/api/events/whatsapp', form)
    }
    expect(await settle(scene)).toMatchObject({ settled: true })
    return scene.site.received.map(({ body }) => /wamid\.\d+/.exec(body)?.[0] ?? '')
  }
  const order = await orderOf(7)
  expect(order).toHaveLength(100)
  expect(new Set(order).size).toBe(50)
  expect(order).not.toEqual([...order].sort())
  expect(await orderOf(7)).toEqual(order)
  expect(await orderOf(8)).not.toEqual(order)
})

test('what a rule holds back is released on demand, and when the rule is dropped', async () => {
  await using scene = await openScene()
  const hold = () => send(scene.simulator, 'POST', '/api/event-rules', { shuffled: { hold: 10 } })
  await hold()
  expect(await emit(scene, 'stripe', charge)).toMatchObject([{ state: 'held', attempts: [] }])
  await send(scene.simulator, 'POST', '/api/event-rules/release')
  expect(await settle(scene)).toMatchObject({ settled: true })
  await hold()
  await emit(scene, 'asaas', charge)
  await send(scene.simulator, 'DELETE', '/api/event-rules')
  await settle(scene)
  expect(scene.site.received).toHaveLength(2)
})

test('a late event comes after a punctual one', async () => {
  await using scene = await openScene()
  await send(scene.simulator, 'POST', '/api/event-rules', { kind: 'PAYMENT_RECEIVED', late: { delayMs: 800 } })
  await send(scene.simulator, 'POST', '/api/events/asaas', charge)
  await emit(scene, 'stripe', charge)
  await settle(scene)
  expect(scene.site.received.map(({ path }) => path)).toEqual(['/api/webhooks/stripe', '/api/webhooks/asaas'])
})

test('a delivered event is sent again by hand, with the same id', async () => {
  await using scene = await openScene()
  const [event] = await emit(scene, 'resend', { type: 'raw', body: {}, id: 'msg_1' })
  const again = await send(scene.simulator, 'POST', `/api/events/${event?.seq}/redeliver`)
  expect(again.body.event).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }, { status: 200 }] })
  expect(scene.site.received.map(({ headers }) => headers['svix-id'])).toEqual(['msg_1', 'msg_1'])
})

test('without a site nothing is sent; a site on another machine is refused', async () => {
  await using simulator = await serveSimulator({ port: 0, secrets })
  const made = await send(simulator, 'POST', '/api/events/stripe', { ...charge, wait: true })
  expect(made.body.events).toMatchObject([{ state: 'undeliverable', attempts: [] }])
  expect((await send(simulator, 'PUT', '/api/site', { url: 'https://example.com' })).status).toBe(400)
})

test('events survive a restart, with what became of them', async () => {
  const file = join(testServers().directory, `simulator-${randomUUID()}.jsonl`)
  await using site = await openWebhookSite()
  const first = await serveSimulator({ port: 0, secrets, file, site: site.url })
  const made = await send(first, 'POST', '/api/events/mercado-pago', { ...charge, wait: true })
  await first.close()
  await using second = await serveSimulator({ port: 0, secrets, file, site: site.url })
  const [event] = events.parse((await send(second, 'GET', '/api/events')).body).events
  expect(event).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }] })
  const read = await send(second, 'GET', `/v1/payments/${made.body.events[0].subject}`)
  expect(read.body).toMatchObject({ status: 'approved', transaction_amount: 350.5 })
})

test('a rule answers twice: the second answer is nobody’s', async () => {
  await using simulator = await serveSimulator({ port: 0, secrets })
  await send(simulator, 'POST', '/api/rules', { provider: 'resend', answerTwice: {} })
  const first = await sendMail(simulator, 'ana@exemplo.com')
  const second = await sendMail(simulator, 'bia@exemplo.com')
  expect(first.status).toBe(200)
  expect(second.body.id).not.toBe(first.body.id)
  expect((await send(simulator, 'GET', '/api/deliveries')).body.deliveries).toHaveLength(2)
})
