import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RunningSimulator, serveSimulator } from '#server/dev/simulator/serve-simulator.ts'
import { listen } from '#server/http/listen.ts'
import { createResend, type Email } from '#server/integrations/resend.ts'

let simulator: RunningSimulator

beforeAll(async () => {
  simulator = await serveSimulator({ port: 0 })
})
beforeEach(() => fetch(`${simulator.url}/api/rules`, { method: 'DELETE' }))
afterAll(() => simulator.close())

const email: Email = {
  from: 'Garcez Palha <contato@garcezpalha.example>',
  to: 'ana@exemplo.com',
  replyTo: 'contato@garcezpalha.example',
  subject: 'Recebemos',
  html: '<p>Olá</p>',
  text: 'Olá',
  tags: { kind: 'test' },
}
const client = (options: { apiKey?: string; baseUrl?: string; timeoutMs?: number } = {}) =>
  createResend({ baseUrl: simulator.url, apiKey: 're_secret', ...options })
const addRule = (rule: object) =>
  fetch(`${simulator.url}/api/rules`, { method: 'POST', body: JSON.stringify({ provider: 'resend', ...rule }) })
const send = (resend = client(), mail = email) => resend.sendEmail(mail, { idempotencyKey: crypto.randomUUID() })

test('a mail is sent in Resend’s format', async () => {
  const { id } = await send()
  const answer = await fetch(`${simulator.url}/emails/${id}`, { headers: { authorization: 'Bearer re_secret' } })
  expect(await answer.json()).toMatchObject({
    to: [email.to],
    reply_to: [email.replyTo],
    tags: [{ name: 'kind', value: 'test' }],
  })
})

test.each([
  [429, true],
  [500, true],
  [503, true],
  [403, false],
  [422, false],
])('status %d: worth another attempt is %s', async (status, isRetryable) => {
  await addRule({ fail: { status } })
  await expect(send()).rejects.toMatchObject({ name: 'ProviderError', status, isRetryable })
})

test('the wait that a 429 asks for is handed on', async () => {
  await addRule({ fail: { status: 429, retryAfterSeconds: 30 } })
  await expect(send()).rejects.toMatchObject({ isRetryable: true, retryAfterMs: 30_000 })
})

test.each([
  ['daily_quota_exceeded', '1', 3_600_000],
  ['monthly_quota_exceeded', undefined, 3_600_000],
  ['daily_quota_exceeded', '7200', 7_200_000],
  ['rate_limit_exceeded', '1', 1_000],
])('a 429 named %s that asks for %s s waits %d ms', async (name, asked, retryAfterMs) => {
  const headers = asked === undefined ? {} : { 'retry-after': asked }
  const server = createServer((_request, response) => response.writeHead(429, headers).end(JSON.stringify({ name })))
  const port = await listen(server, { port: 0, variable: 'none' })
  await expect(send(client({ baseUrl: `http://127.0.0.1:${port}` }))).rejects.toMatchObject({
    reason: name,
    retryAfterMs,
  })
  server.close()
})

test.each([
  ['silence', { acceptThenTimeout: {} }, 'resend did not answer (timeout)'],
  ['a lost connection', { disconnect: {} }, /^resend did not answer \([A-Z_]+\)$/],
])('%s is worth another attempt', async (_, rule, message) => {
  await addRule(rule)
  await expect(send(client({ timeoutMs: 300 }))).rejects.toMatchObject({
    isRetryable: true,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  })
})

test('an unreachable provider is worth another attempt', async () => {
  await expect(send(client({ baseUrl: 'http://127.0.0.1:1' }))).rejects.toMatchObject({ isRetryable: true })
})

test('neither key nor address reach the error', async () => {
  const error = await send(client({ apiKey: 'wrong-key' })).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ status: 401, isRetryable: false })
  const malformed = await send(client(), { ...email, to: 'ana at exemplo' }).catch((reason: unknown) => reason)
  expect(malformed).toMatchObject({ status: 422, isRetryable: false })
  expect(JSON.stringify([error, String(error), malformed, String(malformed)])).not.toMatch(
    /wrong-key|exemplo|re_secret/,
  )
})
