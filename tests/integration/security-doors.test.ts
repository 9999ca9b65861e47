import { once } from 'node:events'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { openEventStream } from '#tests/support/event-stream.ts'
import { call, type OpenGateway, openGateway, openRawSocket } from '#tests/support/open-gateway.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

const site = 'https://firma.example'
const partner = 'https://parceiro.example'

let stack: TestStack
let gateway: OpenGateway
/** Beside a site of plain http, without an address of its own: a developer's, an office's. */
let localGateway: OpenGateway

beforeAll(async () => {
  stack = await createTestStack()
  const { env } = stack
  const named = { PUBLIC_URL: site, PUBLIC_GATEWAY_URL: 'wss://gw.firma.example/trpc', ALLOWED_ORIGINS: [partner] }
  gateway = await openGateway({ ...env, ...named })
  localGateway = await openGateway(env)
})
afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await localGateway[Symbol.asyncDispose]()
  await stack[Symbol.asyncDispose]()
})

const strangers = [
  'https://evil.example',
  'https://firma.example.evil.example',
  'https://evil.example/https://firma.example',
  'https://firma.example@evil.example',
  'http://firma.example',
  'https://firma.example:8443',
  'https://gw.firma.example',
  'https://blog.firma.example',
  'null',
  'file://',
  'chrome-extension://abcdefgh',
  '',
]

describe("a stranger's page", () => {
  test.each(strangers)('opens no WebSocket and reads no stream: %j', async (origin) => {
    const visitor = await startAsVisitor(stack)
    // The secure name, as a browser would send it over https.
    const cookie = visitor.cookie.replace(/^/, '__Secure-')
    expect(await handshake(gateway, { cookie, origin })).toBe(403)
    const url = streamOf(gateway, visitor.conversation.id)
    expect((await fetch(url, { headers: { cookie, origin } })).status).toBe(403)
  })

  it('reads none by a picture or a script, which send no Origin', async () => {
    const { cookie, conversation } = await startAsVisitor(stack)
    for (const from of ['cross-site', 'same-site']) {
      const headers = { cookie, 'sec-fetch-site': from }
      expect((await fetch(streamOf(localGateway, conversation.id), { headers })).status).toBe(403)
    }
  })

  it('gets no permission to read an answer, either', async () => {
    const answer = await fetch(`http://127.0.0.1:${gateway.port}/healthz`, {
      headers: { origin: 'https://evil.example' },
    })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('a page of ours', () => {
  it.each([site, partner])('opens both: %s', async (origin) => {
    const visitor = await startAsVisitor(stack)
    const cookie = visitor.cookie.replace(/^/, '__Secure-')
    expect(await handshake(gateway, { cookie, origin })).toBe(101)
    using stream = await openEventStream(streamOf(gateway, visitor.conversation.id), { cookie, headers: { origin } })
    expect(stream).toBeDefined()
  })

  it('is known by the host it came from where the gateway has no address of its own', async () => {
    expect(await handshake(localGateway, { origin: 'http://127.0.0.1:3000' })).toBe(101)
    expect(await handshake(localGateway, { origin: 'http://127.0.0.2:3000' })).toBe(403)
  })

  it('says who it is by the secure cookie alone where the site is https', async () => {
    const { cookie } = await startAsVisitor(stack)
    const answered = async (header: string) => {
      using socket = await openRawSocket(gateway.port, { cookie: header, origin: site })
      socket.say(call(1, 'query', 'notifications.list', {}))
      await expect.poll(() => socket.frames.length).toBe(1)
      return socket.frames[0]
    }
    expect(await answered(cookie)).toContain('UNAUTHORIZED')
    expect(await answered(`__Secure-${cookie}`)).not.toContain('UNAUTHORIZED')
  })
})

test('what the gateway answers over HTTP may show and load nothing, and keeps people on https', async () => {
  for (const path of ['/healthz', '/metrics', '/nothing', '/api/chat/stream']) {
    const { headers } = await fetch(`http://127.0.0.1:${gateway.port}${path}`)
    expect(Object.fromEntries(headers), path).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'; frame-ancestors 'none'/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000',
    })
  }
  const plain = await fetch(`http://127.0.0.1:${localGateway.port}/healthz`)
  expect(plain.headers.get('strict-transport-security')).toBeNull()
})

test('nothing of it takes a body', async () => {
  for (const path of ['/healthz', '/metrics', '/api/chat/stream', '/trpc/auth.signOut']) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const url = `http://127.0.0.1:${gateway.port}${path}`
      expect((await fetch(url, { method, body: '{}' })).status, `${method} ${path}`).toBe(405)
    }
  }
})

const streamOf = ({ port }: OpenGateway, conversationId: string) =>
  `http://127.0.0.1:${port}/api/chat/stream?conversationId=${conversationId}`

/** The status of a WebSocket handshake: 101 where it is taken. */
async function handshake({ port }: OpenGateway, headers: Record<string, string>): Promise<number> {
  const upgrade = {
    ...{ Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
    'Sec-WebSocket-Key': Buffer.alloc(16, 7).toString('base64'),
  }
  const asked = request({ port, host: '127.0.0.1', path: '/trpc', headers: { ...upgrade, ...headers } })
  asked.end()
  const status = Promise.race([
    once(asked, 'upgrade').then(([, socket]) => {
      socket.destroy()
      return 101
    }),
    once(asked, 'response').then(([response]) => {
      response.resume()
      return response.statusCode
    }),
  ])
  return status
}
