import { createServer as createHttpsServer } from 'node:https'
import { createServer as createTcpServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '#server/http/listen.ts'
import { createWebhookClient } from '#server/integrations/webhook-client.ts'
import { selfSignedCertificate } from '#tests/support/self-signed-certificate.ts'
import { openWebhookReceiver, type WebhookReceiver } from '#tests/support/webhook-receiver.ts'

let receiver: WebhookReceiver
beforeAll(async () => {
  receiver = await openWebhookReceiver()
})
afterAll(async () => receiver[Symbol.asyncDispose]())

const event = JSON.stringify({ type: 'webhook.test', timestamp: '2026-11-23T10:00:00Z', data: { texto: 'ação' } })
const callTo = (url: string, signal = new AbortController().signal) => ({
  ...{ url, body: event, signal },
  headers: { 'content-type': 'application/json', 'webhook-id': 'one' },
})

async function openTcp(onLine: (write: (text: string) => void) => void): Promise<{ server: Server; port: number }> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => onLine((text) => void socket.write(text)))
  })
  return { server, port: await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(portOf(server)))) }
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('among friends', () => {
  const client = createWebhookClient({ allowsPrivate: true, timeoutMs: 300 })

  test('the body and its headers arrive as given, and the answer comes back', async () => {
    receiver.answer({ status: 503, body: 'manutenção', headers: { 'retry-after': '7' } })
    const answer = await client.post(callTo(receiver.url))
    expect(answer).toMatchObject({ status: 503, error: null, text: 'manutenção', retryAfterMs: 7_000 })
    expect(receiver.received.at(-1)).toMatchObject({ raw: event, id: 'one' })
  })

  test('a redirect is an answer, not a way on', async () => {
    const before = receiver.received.length
    receiver.answer({ status: 307, headers: { location: receiver.url } })
    expect(await client.post(callTo(receiver.url))).toMatchObject({ status: 307, error: null })
    expect(receiver.received).toHaveLength(before + 1)
  })

  test('of a long answer only the beginning is read', async () => {
    receiver.answer({ status: 200, body: 'x'.repeat(5_000_000) })
    expect((await client.post(callTo(receiver.url))).text).toHaveLength(4_096)
  })

  test('who does not answer in time has timed out; who answers without end is judged by the status', async () => {
    const silent = await openTcp(() => undefined)
    expect(await client.post(callTo(`http://127.0.0.1:${silent.port}`))).toMatchObject({
      status: null,
      error: 'timeout',
    })
    silent.server.close()
    const endless = await openTcp((write) => write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'))
    const answer = await client.post(callTo(`http://127.0.0.1:${endless.port}`))
    expect(answer).toMatchObject({ status: 200, error: null, text: 'abc' })
    endless.server.close()
  })

  test('what is no HTTP, no certificate, no server is named', async () => {
    const garbage = await openTcp((write) => write('SSH-2.0-OpenSSH\r\n'))
    expect(await client.post(callTo(`http://127.0.0.1:${garbage.port}`))).toMatchObject({ error: 'broken_answer' })
    await new Promise<void>((resolve) => garbage.server.close(() => resolve()))
    expect(await client.post(callTo(`http://127.0.0.1:${garbage.port}`))).toMatchObject({ error: 'unreachable' })
    expect(await client.post(callTo('http://nowhere.invalid'))).toMatchObject({ error: 'unknown_host' })
    const { certificate, privateKey } = selfSignedCertificate()
    const tls = createHttpsServer({ cert: certificate, key: privateKey }, (_, response) => void response.end())
    const port = await listen(tls, { port: 0, variable: 'TLS_PORT' })
    expect(await client.post(callTo(`https://127.0.0.1:${port}`))).toMatchObject({ status: null, error: 'tls' })
    tls.close()
  })

  test('a call that is given up has no outcome', async () => {
    const silent = await openTcp(() => stop.abort())
    const stop = new AbortController()
    await expect(client.post(callTo(`http://127.0.0.1:${silent.port}`, stop.signal))).rejects.toThrow('given up')
    silent.server.close()
  })
})

describe('in production', () => {
  const client = createWebhookClient({ allowsPrivate: false, timeoutMs: 2_000 })

  test.each([
    ['http://sistema.example/', 'not_https'],
    ['https://127.0.0.1/', 'forbidden_address'],
    ['https://[::1]/', 'forbidden_address'],
    ['https://[::ffff:10.0.0.1]/', 'forbidden_address'],
    ['https://169.254.169.254/latest/meta-data', 'forbidden_address'],
    ['https://2130706433/', 'forbidden_address'],
    ['https://0x7f.1/', 'forbidden_address'],
    ['https://localhost/', 'forbidden_address'],
    ['https://redis.internal/', 'forbidden_address'],
  ])('%s is refused as %s, before and at the call', async (url, refusal) => {
    expect(client.refusalOf(url)).toBe(refusal)
    expect(await client.post(callTo(url))).toMatchObject({ status: null, error: refusal })
  })

  test.each([['https://8.8.8.8/'], ['https://sistema.example/'], ['https://[2606:4700::1]/']])(
    'nothing speaks against %s before the call',
    (url) => {
      expect(client.refusalOf(url)).toBeNull()
    },
  )

  test('a name that leads inside is found out when the connection is made', async () => {
    const port = new URL(receiver.url).port
    const before = receiver.received.length
    for (const address of ['127.0.0.1', '10.0.0.1', '::1', '::ffff:127.0.0.1']) {
      const fooled = createWebhookClient({
        allowsPrivate: false,
        findAddresses: async () => [{ address, family: address.includes(':') ? 6 : 4 }],
      })
      const answer = await fooled.post(callTo(`https://sistema.example:${port}/`))
      expect(answer).toMatchObject({ status: null, error: 'forbidden_address' })
    }
    expect(receiver.received).toHaveLength(before)
  })
})
