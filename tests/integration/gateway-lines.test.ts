import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { call, openGateway, openRawSocket } from '#tests/support/open-gateway.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'
import { startTcpProxy } from '#tests/support/tcp-proxy.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const quick = { heartbeat: { quietMs: 500, answerMs: 500 } }

describe('a line that is cut', () => {
  it.each(['reset', 'end'] as const)('by %s is forgotten at once', async (how) => {
    const { cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    await using proxy = await startTcpProxy(gateway.port)
    using _raw = await openRawSocket(proxy.port, { cookie })
    expect(await gateway.metric('sockets')).toBe(1)
    proxy[how]()
    await expect.poll(() => gateway.metric('sockets')).toBe(0)
    expect(await gateway.metric('closed_total{reason="left"}')).toBe(1)
  })

  it('in silence is found by its missing answer', async () => {
    const { cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, quick)
    await using proxy = await startTcpProxy(gateway.port)
    using _raw = await openRawSocket(proxy.port, { cookie })
    proxy.blackHole()
    await expect.poll(() => gateway.metric('sockets'), { timeout: 5_000 }).toBe(0)
    expect(await gateway.metric('closed_total{reason="dead_line"}')).toBe(1)
  })

  it('is not taken for one while the client answers, or speaks by itself', async () => {
    const { cookie } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, quick)
    using answering = await openRawSocket(gateway.port, { cookie })
    using mute = await openRawSocket(gateway.port, { cookie })
    let asked = 0
    answering.socket.on('ping', () => (asked += 1))
    answering.say(call(1, 'query', 'viewer.me'))
    // Says nothing at all, not even PONG.
    mute.socket.pause()
    await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(3)
    expect(answering.socket.readyState).toBe(answering.socket.OPEN)
    await expect.poll(() => gateway.metric('closed_total{reason="dead_line"}')).toBe(1)
  })
})

describe('a reader who does not read', () => {
  it('is cut when its share of memory is full, and the others get everything', async () => {
    const { conversation, cookie, caller } = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { limits: { bufferedBytes: 64 * 1024 } })
    const subscription = call(1, 'subscription', 'messages.stream', { conversationId: conversation.id })
    using slow = await openRawSocket(gateway.port, { cookie })
    using reader = await openRawSocket(gateway.port, { cookie })
    slow.say(subscription)
    reader.say(subscription)
    await expect.poll(() => slow.frames.length + reader.frames.length).toBe(4)
    slow.socket.pause()
    const channel = stack.services.keys.chatChannel(conversation.id)
    const { epoch } = await caller.messages.list({ conversationId: conversation.id })
    const filler = JSON.stringify({ kind: 'aside', text: 'x'.repeat(60_000) })
    let sent = 0
    // The kernel takes some megabytes before anything waits here.
    await expect
      .poll(
        async () => {
          for (let count = 0; count < 20; count += 1) {
            if (await stack.services.pubsub.publish(channel, `e1.${epoch}.0 ${filler}`)) sent += 1
          }
          return gateway.metric('closed_total{reason="slow_reader"}')
        },
        { timeout: 20_000, interval: 10 },
      )
      .toBe(1)
    await expect.poll(() => reader.frames.length, { timeout: 10_000 }).toBe(sent + 2)
    expect(reader.socket.readyState).toBe(reader.socket.OPEN)
  })
})

describe('a connection that never becomes a request', () => {
  it('is closed when its time is over', async () => {
    await using gateway = await openGateway(stack.env, { limits: { firstMessageMs: 300 } })
    const half = connect(gateway.port, '127.0.0.1')
    half.on('error', () => undefined)
    await once(half, 'connect')
    half.write('GET /trpc HTTP/1.1\r\nHost: x\r\n')
    half.resume()
    await once(half, 'close')
  })
})
