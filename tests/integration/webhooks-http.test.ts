import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listWebhooks } from '#db/queries/inbound-webhooks.ts'
import { maxWebhookBytes } from '#server/contracts/webhooks.ts'
import type { WebhookRequest } from '#server/features/webhooks/webhook-request.ts'
import { sampleEvent, signedWebhook, webhookEnv } from '#tests/support/signed-webhooks.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'
import { serveWebhookDoor, type WebhookDoorSite } from '#tests/support/webhook-door.ts'

let stack: TestStack
let site: WebhookDoorSite
beforeAll(async () => {
  stack = await createTestStack({ ...webhookEnv, TRUSTED_PROXIES: '1' })
  site = await serveWebhookDoor(stack.services)
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
})

let lastClient = 0
/** Behind one proxy, from an address of its own. */
const headersOf = ({ headers }: Pick<WebhookRequest, 'headers'>): Record<string, string> => {
  lastClient += 1
  const given = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return { ...Object.fromEntries(given), 'x-forwarded-for': `198.51.100.${lastClient}` }
}
const post = (webhook: WebhookRequest, at = site.url) =>
  fetch(`${at}/api/webhooks/${webhook.provider}?${webhook.query}`, {
    method: 'POST',
    headers: headersOf(webhook),
    body: new Uint8Array(webhook.rawBody),
  })
const names = async () =>
  (await listWebhooks(stack.services.db, { limit: 1_000 })).map(({ providerEventId }) => providerEventId)

test('the signature is checked over the bytes as they came', async () => {
  const body = '{ "id":"evt_bytes",  "type":"payment_intent.succeeded","data":{"object":{"id":"pi_\\u00e9"}} }\n'
  const answer = await post(signedWebhook({ provider: 'stripe', body }))
  expect([answer.status, await answer.text()]).toEqual([200, 'Stored.'])
  expect(await names()).toContain('evt_bytes')
})

test.each(['whatsapp', 'resend', 'mercado-pago', 'asaas', 'stripe'] as const)(
  '%s is heard at its address, and nobody else there',
  async (provider) => {
    const webhook = signedWebhook({ provider, ...sampleEvent(provider) })
    expect((await post(webhook)).status).toBe(200)
    const refused = await post({ ...webhook, headers: { 'content-type': 'application/json' } })
    expect(refused.status).toBe(401)
    expect(refused.headers.get('cache-control')).toBe('no-store')
  },
)

test('a body that is too long is refused before it has come whole', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.250' }
  const sending = request(`${site.url}/api/webhooks/stripe`, { method: 'POST', headers })
  sending.on('error', () => undefined).write(Buffer.alloc(maxWebhookBytes + 1))
  const [answer] = await once(sending, 'response')
  expect(answer.statusCode).toBe(413)
  sending.destroy()
})

test('a request that breaks off leaves nothing behind, and the door open', async () => {
  const before = await names()
  const whole = signedWebhook({ provider: 'stripe', ...sampleEvent('stripe') })
  const { hostname, port } = new URL(site.url)
  const socket = connect(Number(port), hostname)
  const lines = Object.entries(headersOf(whole)).map(([name, value]) => `${name}: ${value}`)
  socket.write(
    `POST /api/webhooks/stripe HTTP/1.1\r\nhost: site\r\n${lines.join('\r\n')}\r\ncontent-length: ${whole.rawBody.length}\r\n\r\n`,
  )
  socket.resume().end(whole.rawBody.subarray(0, -1))
  await once(socket, 'close')
  expect((await post(whole)).status).toBe(200)
  expect(await names()).toHaveLength(before.length + 1)
})

test('WhatsApp’s handshake gets the bare challenge', async () => {
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.verify_token': webhookEnv.WHATSAPP_VERIFY_TOKEN,
    'hub.challenge': '1158201444',
  })
  const answer = await fetch(`${site.url}/api/webhooks/whatsapp?${query}`)
  expect([answer.status, await answer.text()]).toEqual([200, '1158201444'])
  query.set('hub.verify_token', 'guessed')
  expect((await fetch(`${site.url}/api/webhooks/whatsapp?${query}`)).status).toBe(403)
})

test('while the database is away the provider is asked to come again', async () => {
  await using away = await createTestStack({ ...webhookEnv, DATABASE_URL: 'postgres://127.0.0.1:1/nowhere' })
  await using door = await serveWebhookDoor(away.services)
  const answer = await post(signedWebhook({ provider: 'asaas', ...sampleEvent('asaas') }), door.url)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
})
