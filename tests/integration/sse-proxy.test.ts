import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { freePort } from '#server/dev/ports.ts'
import { vouchedAddressHeader, vouchFor } from '#server/http/vouched-address.ts'
import { proxyStream } from '#server/realtime/sse/proxy-stream.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { openEventStream } from '#tests/support/event-stream.ts'
import { openGateway } from '#tests/support/open-gateway.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const pathOf = (conversationId: string) => `/api/chat/stream?conversationId=${conversationId}`

/** What web does, on a server of its own; it says who it asks for as the request's `x-test-address` says. */
async function startProxy(gatewayPort: number) {
  const server = createServer((request, response) => {
    const address = String(request.headers['x-test-address'] ?? '203.0.113.7')
    proxyStream({
      request,
      response,
      url: new URL(request.url ?? '/', `http://127.0.0.1:${gatewayPort}`),
      headers: { [vouchedAddressHeader]: vouchFor(address, stack.env.SUPABASE_SERVICE_ROLE_KEY) },
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

describe('an event stream through web', () => {
  it('passes events on as they come, after the event that the browser has', async () => {
    const { conversation, cookie, caller } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    await using proxy = await startProxy(gateway.port)
    using stream = await openEventStream(proxy.url + pathOf(conversation.id), { cookie })
    expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    expect(stream.headers['cache-control']).toContain('no-transform')
    await expect.poll(() => stream.events.length).toBe(1)
    const { eventId } = await caller.messages.send({
      conversationId: conversation.id,
      clientMsgId: newId(),
      body: 'two',
    })
    await expect.poll(() => stream.events.length).toBe(2)
    await caller.messages.send({ conversationId: conversation.id, clientMsgId: newId(), body: 'three' })
    const headers = { 'Last-Event-ID': eventId }
    using resumed = await openEventStream(proxy.url + pathOf(conversation.id), { cookie, headers })
    await expect.poll(() => resumed.events.map(({ data }) => JSON.parse(data).body)).toEqual(['three'])
  })

  it('hangs up on the gateway when the browser has gone', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    await using proxy = await startProxy(gateway.port)
    const stream = await openEventStream(proxy.url + pathOf(conversation.id), { cookie })
    expect(await gateway.metric('sse_streams')).toBe(1)
    stream[Symbol.dispose]()
    await expect.poll(() => gateway.metric('sse_streams')).toBe(0)
  })

  it('hangs up also on a gateway that has not answered yet', async () => {
    let isHungUp = false
    const silent = createServer((_request, response) => {
      response.once('close', () => {
        isHungUp = true
      })
    })
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    await using proxy = await startProxy(typeof address === 'object' && address ? address.port : 0)
    const leaving = new AbortController()
    const asked = once(silent, 'request')
    const answered = fetch(proxy.url + pathOf(newId()), { signal: leaving.signal }).catch(() => 'left')
    await asked
    leaving.abort()
    expect(await answered).toBe('left')
    // Before its patience with the gateway is over.
    await expect.poll(() => isHungUp, { timeout: 5_000 }).toBe(true)
    silent.closeAllConnections()
    silent.close()
  })

  it('breaks when the gateway does, and is 502 while there is none', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    const gateway = await openGateway(stack.env)
    await using proxy = await startProxy(gateway.port)
    using stream = await openEventStream(proxy.url + pathOf(conversation.id), { cookie })
    gateway.gateway.server.closeAllConnections()
    await stream.ended
    await gateway[Symbol.asyncDispose]()
    using refused = await openEventStream(proxy.url + pathOf(conversation.id), { cookie })
    expect(refused.status).toBe(502)
    await using nowhere = await startProxy(await freePort())
    expect((await fetch(nowhere.url + pathOf(conversation.id))).status).toBe(502)
  })

  it('hands refusals on', async () => {
    const { conversation } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    await using proxy = await startProxy(gateway.port)
    const answer = await fetch(proxy.url + pathOf(conversation.id))
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ error: { code: 'UNAUTHORIZED' } })
  })

  it('counts the browser and not web, and believes nobody else who says so', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    const perAddress = { sockets: 1, returnSeconds: 0.000_01 }
    await using gateway = await openGateway(stack.env, { limits: { perAddress } })
    await using proxy = await startProxy(gateway.port)
    const from = (address: string) =>
      openEventStream(proxy.url + pathOf(conversation.id), { cookie, headers: { 'x-test-address': address } })
    using first = await from('203.0.113.7')
    using other = await from('203.0.113.8')
    using again = await from('203.0.113.7')
    expect([first.status, other.status, again.status]).toEqual([200, 200, 429])
    const direct = `http://127.0.0.1:${gateway.port}${pathOf(conversation.id)}`
    const lie = (address: string) =>
      openEventStream(direct, { cookie, headers: { [vouchedAddressHeader]: vouchFor(address, 'a guess') } })
    using taken = await lie('203.0.113.9')
    using refused = await lie('203.0.113.10')
    expect([taken.status, refused.status]).toEqual([200, 429])
  })
})
