import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freePort } from '#server/dev/ports.ts'
import { type RunningSimulator, serveSimulator } from '#server/dev/simulator/serve-simulator.ts'
import { listen } from '#server/http/listen.ts'
import { createWhatsapp, type WhatsappMessage } from '#server/integrations/whatsapp.ts'

let simulator: RunningSimulator

beforeAll(async () => {
  simulator = await serveSimulator({ port: 0 })
})
beforeEach(() => fetch(`${simulator.url}/api/rules`, { method: 'DELETE' }))
afterAll(() => simulator.close())

const message: WhatsappMessage = {
  to: { waId: '553187654321' },
  content: { kind: 'text', body: 'Bom dia!' },
  callbackData: 'f47ac10b-58cc-4372-a567-0e02b2c3d479.1',
}
const client = (options: { accessToken?: string; baseUrl?: string; timeoutMs?: number } = {}) =>
  createWhatsapp({
    baseUrl: `${simulator.url}/`,
    apiVersion: 'v24.0',
    phoneNumberId: '100000000000001',
    accessToken: 'EAAsecret',
    ...options,
  })
const addRule = (rule: object) =>
  fetch(`${simulator.url}/api/rules`, { method: 'POST', body: JSON.stringify({ provider: 'whatsapp', ...rule }) })
const lastBody = async (): Promise<unknown> => {
  const answer = await fetch(`${simulator.url}/api/deliveries?provider=whatsapp&outcome=accepted`)
  const { deliveries } = (await answer.json()) as { deliveries: { request: { path: string; body: unknown } }[] }
  return deliveries.at(-1)?.request
}

test('a text is sent in the format of the Cloud API', async () => {
  const answer = await client().sendMessage(message)
  expect(answer).toEqual({ kind: 'sent', wamid: expect.stringMatching(/^wamid\./) })
  expect(await lastBody()).toMatchObject({
    path: '/v24.0/100000000000001/messages',
    body: {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '553187654321',
      type: 'text',
      text: { body: 'Bom dia!', preview_url: false },
      biz_opaque_callback_data: message.callbackData,
    },
  })
})

test('a template goes by its name and language, and a person without a number by their id', async () => {
  const content = { kind: 'template', name: 'retomar_conversa', languageCode: 'pt_BR' } as const
  await client().sendMessage({ ...message, to: { userId: 'BR.13491208655302741918' }, content })
  expect(await lastBody()).toMatchObject({
    body: {
      recipient: 'BR.13491208655302741918',
      type: 'template',
      template: { name: 'retomar_conversa', language: { code: 'pt_BR' } },
    },
  })
})

test.each([
  [429, true, 130429],
  [400, false, 131009],
  [401, false, 190],
  [403, false, 10],
])('status %d is a refusal: worth another attempt is %s', async (status, isRetryable, code) => {
  await addRule({ fail: { status } })
  expect(await client().sendMessage(message)).toMatchObject({ kind: 'refused', code, error: { isRetryable } })
})

test('the wait that a 429 asks for is handed on', async () => {
  await addRule({ fail: { status: 429, retryAfterSeconds: 30 } })
  expect(await client().sendMessage(message)).toMatchObject({ error: { isRetryable: true, retryAfterMs: 30_000 } })
})

test.each([
  // Too many calls, of whatever message: everybody waits.
  [400, 4, true],
  [400, 80007, true],
  [400, 130429, true],
  [429, 130429, true],
  // Of this person or this text: the others go on.
  [400, 131056, false],
  [429, 131056, false],
  [400, 131048, false],
])('status %d with code %d is retryable; that all calls are limited: %s', async (status, code, isRateLimited) => {
  const body = JSON.stringify({ error: { code } })
  const server = createServer((_request, response) => response.writeHead(status).end(body))
  const port = await listen(server, { port: 0, variable: 'none' })
  const answer = await client({ baseUrl: `http://127.0.0.1:${port}` }).sendMessage(message)
  expect(answer).toMatchObject({ kind: 'refused', code, error: { isRetryable: true, isRateLimited } })
  server.close()
})

test('where nobody listens, nothing was sent', async () => {
  const baseUrl = `http://127.0.0.1:${await freePort()}`
  expect(await client({ baseUrl }).sendMessage(message)).toMatchObject({
    kind: 'refused',
    error: { isRetryable: true },
  })
})

test.each([
  ['an answer of 500', { fail: { status: 500 } }],
  ['an answer of 503', { fail: { status: 503 } }],
  ['an error after it was taken', { acceptThenFail: {} }],
  ['silence', { acceptThenTimeout: {} }],
  ['a lost connection', { disconnect: {} }],
])('after %s nobody knows whether it was sent', async (_, rule) => {
  await addRule(rule)
  expect(await client({ timeoutMs: 300 }).sendMessage(message)).toMatchObject({
    kind: 'unknown',
    error: { isRetryable: false },
  })
})

test.each([
  ['no JSON', 200, 'ok'],
  ['no id', 200, '{"messages":[]}'],
  ['a redirection', 302, ''],
])('an answer with %s leaves it unknown', async (_, status, body) => {
  const server = createServer((_request, response) => response.writeHead(status, { location: '/' }).end(body))
  const port = await listen(server, { port: 0, variable: 'none' })
  const answer = await client({ baseUrl: `http://127.0.0.1:${port}` }).sendMessage(message)
  expect(answer).toMatchObject({ kind: 'unknown' })
  server.close()
})

test('an error names neither the person nor the token', async () => {
  const answer = await client({ accessToken: 'no-token-of-theirs' }).sendMessage(message)
  expect(JSON.stringify(answer)).not.toMatch(/553187654321|no-token|Bom dia/)
  expect(answer).toMatchObject({ error: { message: 'whatsapp answered 401 (code 190)' } })
})
