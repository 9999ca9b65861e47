import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSessionStore } from '#server/redis/sessions/create-session-store.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { call, openGateway, openRawSocket, type RawSocket } from '#tests/support/open-gateway.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const tokenOf = (cookie: string): string => cookie.split('=')[1] ?? ''

/** A signed-in socket with a subscription, and a session that has been found. */
async function subscribed(port: number, { cookie, conversation }: Awaited<ReturnType<typeof startAsVisitor>>) {
  const raw = await openRawSocket(port, { cookie })
  raw.say(call(1, 'subscription', 'messages.stream', { conversationId: conversation.id }))
  await expect.poll(() => dataFrames(raw)).toBe(1)
  return raw
}

const dataFrames = ({ frames }: RawSocket) => frames.filter((text) => text.includes('"type":"data"')).length

describe('a session that ends', () => {
  it('closes each of its sockets with 4001 at once when it is signed out, and no other', async () => {
    const [leaving, staying] = [await startAsVisitor(stack), await startAsVisitor(stack)]
    await using gateway = await openGateway(stack.env)
    using here = await subscribed(gateway.port, leaving)
    using there = await subscribed(gateway.port, leaving)
    using other = await subscribed(gateway.port, staying)
    const before = performance.now()
    await stack.services.sessions.destroy(tokenOf(leaving.cookie))
    expect(await Promise.all([here.closed, there.closed])).toEqual([4001, 4001])
    expect(performance.now() - before).toBeLessThan(1_000)
    other.say(call(2, 'query', 'viewer.me'))
    await expect.poll(() => dataFrames(other)).toBe(2)
    expect(await gateway.metric('sessions_ended_total{by="announced"}')).toBe(1)
    expect(await gateway.metric('closed_total{reason="session_ended"}')).toBe(2)
  })

  it('closes its sockets when all of a person are signed out but one', async () => {
    const visitor = await startAsVisitor(stack)
    const again = await stack.signIn({ userId: visitor.conversation.visitor.id, role: 'visitor' })
    await using gateway = await openGateway(stack.env)
    using old = await subscribed(gateway.port, visitor)
    using current = await subscribed(gateway.port, { ...visitor, cookie: again })
    await stack.services.sessions.destroyAllOfUser(visitor.conversation.visitor.id, { exceptToken: tokenOf(again) })
    expect(await old.closed).toBe(4001)
    expect(current.socket.readyState).toBe(current.socket.OPEN)
  })

  it('closes with 4002 where it goes on under another token', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    using socket = await subscribed(gateway.port, visitor)
    await stack.services.sessions.rotate(tokenOf(visitor.cookie))
    expect(await socket.closed).toBe(4002)
  })

  it('is found by asking again where the message was lost', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { recheckMs: 500 })
    using socket = await subscribed(gateway.port, visitor)
    // Ended without a word, as by a message that Redis took and the gateway never got.
    await stack.services.redis.stateStore.command('DEL', sessionKey(visitor.cookie))
    expect(await socket.closed).toBe(4001)
    expect(await gateway.metric('sessions_ended_total{by="found"}')).toBe(1)
  })

  it('is found by asking when the link comes back, though nobody would have asked for an hour', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { recheckMs: 3_600_000 })
    using socket = await subscribed(gateway.port, visitor)
    await stack.services.redis.stateStore.command('DEL', sessionKey(visitor.cookie))
    gateway.services.redis.subscriber.disconnect(true)
    expect(await socket.closed).toBe(4001)
  })

  it('is over at its absolute end, however open the socket', async () => {
    const visitor = await startAsVisitor(stack)
    const { stateStore } = stack.services.redis
    const life = { idleMs: 1_500, maxMs: 1_500 }
    const short = createSessionStore({
      store: stateStore,
      keys: stack.services.keys,
      lives: { staff: life, visitor: life },
    })
    const { token } = await short.create({ userId: visitor.conversation.visitor.id, role: 'visitor' })
    await using gateway = await openGateway(stack.env)
    using socket = await subscribed(gateway.port, { ...visitor, cookie: `plantao_session=${token}` })
    expect(await socket.closed).toBe(4001)
  })

  it('is watched from the moment at which it can be read, where Redis was away when the socket came', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env)
    const { state } = gateway.services.redis
    state.disconnect()
    using socket = await openRawSocket(gateway.port, visitor)
    socket.say(call(1, 'query', 'viewer.me'))
    await expect.poll(() => socket.frames.length).toBe(1)
    expect(await gateway.metric('sessions')).toBe(0)
    await state.connect()
    await expect.poll(() => gateway.metric('sessions'), { timeout: 10_000 }).toBe(1)
    await stack.services.sessions.destroy(tokenOf(visitor.cookie))
    expect(await socket.closed).toBe(4001)
  })

  it('stays while Redis cannot be asked', async () => {
    const visitor = await startAsVisitor(stack)
    await using gateway = await openGateway(stack.env, { recheckMs: 300 })
    using socket = await subscribed(gateway.port, visitor)
    const state = gateway.services.redis.state
    state.disconnect()
    // Several rounds of asking, all in vain.
    const { sent } = await pings(socket, 4)
    expect(sent).toBe(4)
    await state.connect()
    expect(socket.socket.readyState).toBe(socket.socket.OPEN)
  })
})

/** The key of the session that a cookie names, as Redis has it. */
function sessionKey(cookie: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  const token = tokenOf(cookie)
  return stack.services.keys.session(createHash('sha256').update(token).digest('base64url'), token.slice(0, 20))
}

/** Answers to PINGs, one after the other, each a turn of the wheel later. */
async function pings(raw: RawSocket, count: number) {
  let sent = 0
  for (; sent < count; sent += 1) {
    const before = raw.frames.filter((text) => text === 'PONG').length
    raw.say('PING')
    await expect.poll(() => raw.frames.filter((text) => text === 'PONG').length, { interval: 250 }).toBe(before + 1)
  }
  return { sent }
}
