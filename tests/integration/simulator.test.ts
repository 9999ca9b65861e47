import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type RunningSimulator, serveSimulator } from '#server/dev/simulator/serve-simulator.ts'
import { testServers } from '#tests/support/servers.ts'

const mail = {
  from: 'Garcez Palha <contato@garcezpalha.example>',
  to: 'ana@exemplo.com',
  subject: 'Recebemos',
  text: 'Olá',
  html: '<p>Olá</p>',
}
const resendKey = { authorization: 'Bearer re_test' }
const whatsappKey = { authorization: 'Bearer EAAtest' }
const paymentKey = { authorization: 'Bearer TEST-1', 'x-idempotency-key': 'k1' }

async function post(simulator: RunningSimulator, path: string, given: { headers?: object; body: unknown }) {
  const answer = await fetch(simulator.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...given.headers },
    body: JSON.stringify(given.body),
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}
const get = async (simulator: RunningSimulator, path: string, headers = {}) => {
  const answer = await fetch(simulator.url + path, { headers })
  return { status: answer.status, body: await answer.json() }
}
const newFile = () => join(testServers().directory, `simulator-${randomUUID()}.jsonl`)

test('the run’s own simulator is up', async () => {
  expect((await fetch(`${testServers().simulatorUrl}/healthz`)).status).toBe(200)
})

test('Resend: a mail gets an id under which it can be read', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  const sent = await post(simulator, '/emails', { headers: resendKey, body: mail })
  expect(sent).toMatchObject({ status: 200, body: { id: expect.any(String) } })
  const read = await get(simulator, `/emails/${sent.body.id}`, resendKey)
  expect(read.body).toMatchObject({ object: 'email', to: ['ana@exemplo.com'], last_event: 'delivered' })
})

test('Resend: a known idempotency key is answered again for 24 h, and refused with another body', async () => {
  let nowMs = Date.now()
  await using simulator = await serveSimulator({ port: 0, clock: () => nowMs })
  const headers = { ...resendKey, 'idempotency-key': 'k1' }
  const send = (body: unknown) => post(simulator, '/emails', { headers, body })
  const first = await send(mail)
  expect((await send(mail)).body).toEqual(first.body)
  expect(await send({ ...mail, subject: 'Outro' })).toMatchObject({
    status: 409,
    body: { name: 'invalid_idempotent_request' },
  })
  nowMs += 24 * 60 * 60_000
  expect((await send(mail)).body).not.toEqual(first.body)
})

test('Resend: two requests with one key at once make one mail', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  const headers = { ...resendKey, 'idempotency-key': 'k1' }
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => post(simulator, '/emails', { headers, body: mail })),
  )
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect((await get(simulator, '/api/deliveries')).body.deliveries).toHaveLength(1)
})

test.each([
  ['no key', {}, 401, 'missing_api_key'],
  ['a wrong key', { authorization: 'Bearer nonsense' }, 401, 'validation_error'],
])('Resend: %s is refused in its own words', async (_, headers, status, name) => {
  await using simulator = await serveSimulator({ port: 0 })
  const answer = await post(simulator, '/emails', { headers, body: mail })
  expect(answer).toMatchObject({ status, body: { statusCode: status, name, message: expect.any(String) } })
})

test('Resend: a missing or malformed field is a 422 that names it', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  const { to: _, ...withoutTo } = mail
  const missing = await post(simulator, '/emails', { headers: resendKey, body: withoutTo })
  expect(missing).toMatchObject({
    status: 422,
    body: { name: 'missing_required_field', message: 'Missing `to` field.' },
  })
  const malformed = await post(simulator, '/emails', { headers: resendKey, body: { ...mail, to: 'not an address' } })
  expect(malformed).toMatchObject({ status: 422, body: { name: 'validation_error' } })
})

test('WhatsApp: texts and templates get a wamid; a Brazilian id loses the ninth digit', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  const base = { messaging_product: 'whatsapp', recipient_type: 'individual', to: '+55 31 98765-4321' }
  const text = { ...base, type: 'text', text: { body: 'Olá', preview_url: false } }
  const template = { ...base, type: 'template', template: { name: 'retorno', language: { code: 'pt_BR' } } }
  for (const body of [text, template]) {
    const answer = await post(simulator, '/v23.0/1098/messages', { headers: whatsappKey, body })
    expect(answer).toMatchObject({
      status: 200,
      body: {
        contacts: [{ input: base.to, wa_id: '553187654321' }],
        messages: [{ id: expect.stringMatching(/^wamid\./) }],
      },
    })
  }
})

test('WhatsApp: errors come in the Graph format', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  const body = { messaging_product: 'whatsapp', to: '5521999990000', type: 'text', text: { body: 'x'.repeat(4_097) } }
  expect(await post(simulator, '/v23.0/1/messages', { headers: whatsappKey, body })).toMatchObject({
    status: 400,
    body: {
      error: { type: 'OAuthException', code: 100, error_data: { details: expect.stringContaining('text.body') } },
    },
  })
  expect(await post(simulator, '/v23.0/1/messages', { body })).toMatchObject({
    status: 401,
    body: { error: { code: 190, fbtrace_id: expect.any(String) } },
  })
})

test('Mercado Pago: a payment is made once per key and can be read', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  const body = { transaction_amount: 350, payment_method_id: 'pix', payer: { email: 'ana@exemplo.com' } }
  const first = await post(simulator, '/v1/payments', { headers: paymentKey, body })
  const again = await post(simulator, '/v1/payments', { headers: paymentKey, body })
  expect(first).toMatchObject({ status: 201, body: { status: 'pending', transaction_amount: 350 } })
  expect(again.body).toEqual(first.body)
  expect((await get(simulator, `/v1/payments/${first.body.id}`, paymentKey)).body).toEqual(first.body)
  expect((await get(simulator, '/v1/payments/1', paymentKey)).status).toBe(404)
})

test('Mercado Pago: a payment without a key and a wrong token are refused; a preference has its link', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  const authorization = paymentKey.authorization
  const body = { items: [{ title: 'Consulta', quantity: 1, unit_price: 350 }] }
  expect((await post(simulator, '/v1/payments', { headers: { authorization }, body })).status).toBe(400)
  expect(await post(simulator, '/checkout/preferences', { body })).toMatchObject({
    status: 401,
    body: { error: 'unauthorized', status: 401 },
  })
  const made = await post(simulator, '/checkout/preferences', { headers: { authorization }, body })
  expect(made).toMatchObject({ status: 201, body: { init_point: expect.stringContaining(simulator.url) } })
})

test('what arrived survives a restart, also when the last line was cut short, and its keys are still known', async () => {
  const file = newFile()
  const headers = { ...resendKey, 'idempotency-key': 'k1' }
  const first = await serveSimulator({ port: 0, file })
  const sent = await post(first, '/emails', { headers, body: mail })
  await first.close()
  appendFileSync(file, '{"seq":2,"provid')
  await using second = await serveSimulator({ port: 0, file })
  expect((await post(second, '/emails', { headers, body: mail })).body).toEqual(sent.body)
  const { deliveries } = (await get(second, '/api/deliveries?outcome=all')).body
  expect(deliveries.map(({ seq, outcome }: { seq: number; outcome: string }) => [seq, outcome])).toEqual([
    [1, 'accepted'],
    [2, 'replayed'],
  ])
  expect(JSON.stringify(deliveries)).not.toContain('re_test')
})

test('deliveries are listed by provider and from a point on', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  for (const subject of ['um', 'dois']) {
    await post(simulator, '/emails', { headers: resendKey, body: { ...mail, subject } })
  }
  const list = async (query: string) => (await get(simulator, `/api/deliveries?${query}`)).body.deliveries
  expect(await list('provider=whatsapp')).toEqual([])
  expect(await list('provider=resend&since=1')).toMatchObject([{ seq: 2, summary: { title: 'dois' } }])
  expect(await list(`since=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([])
  expect((await get(simulator, '/api/deliveries?provider=nobody')).status).toBe(400)
})

test('a rule fails as often as it says, in the provider’s format, and only for the requests it means', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  const rule = {
    provider: 'resend',
    when: { bodyIncludes: 'Teste' },
    fail: { times: 2, status: 429, retryAfterSeconds: 7 },
  }
  expect((await post(simulator, '/api/rules', { body: rule })).status).toBe(201)
  const send = (subject: string) => post(simulator, '/emails', { headers: resendKey, body: { ...mail, subject } })
  const refused = await send('Teste')
  expect(refused).toMatchObject({ status: 429, body: { name: 'rate_limit_exceeded' } })
  expect(refused.headers.get('retry-after')).toBe('7')
  expect((await send('Outro')).status).toBe(200)
  expect((await send('Teste')).status).toBe(429)
  expect((await send('Teste')).status).toBe(200)
  expect((await get(simulator, '/api/rules')).body).toEqual({ rules: [] })
})

test('a rule can take a request and cut its answer', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  await post(simulator, '/api/rules', { body: { provider: 'resend', acceptThenTimeout: {} } })
  await post(simulator, '/api/rules', { body: { provider: 'resend', disconnect: {} } })
  const request = { method: 'POST', headers: resendKey, body: JSON.stringify(mail) }
  const unanswered = fetch(`${simulator.url}/emails`, { ...request, signal: AbortSignal.timeout(300) })
  await expect(unanswered).rejects.toMatchObject({ name: 'TimeoutError' })
  await expect(fetch(`${simulator.url}/emails`, request)).rejects.toThrow('fetch failed')
  expect((await get(simulator, '/api/deliveries')).body.deliveries).toHaveLength(1)
})

test('rules are refused when they make no sense, and all of them can be dropped', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  expect((await post(simulator, '/api/rules', { body: { provider: 'resend', fail: { status: 200 } } })).status).toBe(
    400,
  )
  await post(simulator, '/api/rules', { body: { provider: 'resend', delayMs: 60_000 } })
  await fetch(`${simulator.url}/api/rules`, { method: 'DELETE' })
  expect((await get(simulator, '/api/rules')).body).toEqual({ rules: [] })
})

test('the page shows what arrived without letting a mail run anything', async () => {
  await using simulator = await serveSimulator({ port: 0 })
  expect(await (await fetch(simulator.url)).text()).toContain('Nada chegou ainda')
  const html = '<p>Olá</p><script>alert(1)</script>'
  await post(simulator, '/emails', { headers: resendKey, body: { ...mail, subject: '<script>x</script>', html } })
  const page = await (await fetch(`${simulator.url}/deliveries/1`)).text()
  expect(page).toContain('&lt;script&gt;x')
  expect(page).not.toContain('<script>x')
  expect(page).toMatch(/<iframe[^>]+sandbox="(?![^"]*allow-scripts)/)
  const framed = await fetch(`${simulator.url}/deliveries/1/html`)
  expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-scripts).*default-src 'none'/)
})
