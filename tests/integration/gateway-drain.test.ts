import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { startAsVisitor } from '#tests/support/conversations.ts'
import { openEventStream } from '#tests/support/event-stream.ts'
import { connectClient } from '#tests/support/gateway-process.ts'
import { call, openGateway, openRawSocket } from '#tests/support/open-gateway.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const numbers = (length: number) => Array.from({ length }, (_, index) => index + 1)

describe('a gateway that leaves', () => {
  it('hands its clients over to another without a gap: nothing lost, doubled, or seen as a break', async () => {
    const { conversation, cookie, caller } = await startAsVisitor(stack)
    await using staying = await openGateway(stack.env)
    const leaving = await openGateway(stack.env)
    let port = leaving.port
    await using connection = connectClient(() => port, cookie)
    const seen: number[] = []
    const states: string[] = []
    connection.client.messages.stream.subscribe(
      { conversationId: conversation.id },
      {
        onData: ({ data }) => seen.push(data.kind === 'message' ? data.seq : Number.NaN),
        onConnectionStateChange: ({ state }) => states.push(state),
      },
    )
    await expect.poll(() => seen).toEqual([1])
    const before = states.length
    port = staying.port
    const left = leaving[Symbol.asyncDispose]().then(() => 'left')
    // Writes go on for as long as the hand-over takes, and a little after it.
    let sent = 1
    for (let isOver = false, rounds = 0; rounds < 15 && !(isOver && sent > 8); rounds += 1) {
      await caller.messages.send({ conversationId: conversation.id, clientMsgId: newId(), body: String(sent) })
      sent += 1
      isOver = (await staying.metric('subscriptions')) === 1
    }
    expect(await left).toBe('left')
    await expect.poll(() => seen).toEqual(numbers(sent))
    expect(states.slice(before)).not.toContain('connecting')
    expect(await staying.metric('subscriptions')).toBe(1)
  })

  it('asks everyone to move, takes nobody in any more, and closes with 1012 who stays', async () => {
    const { conversation, cookie } = await startAsVisitor(stack)
    const gateway = await openGateway(stack.env)
    using staying = await openRawSocket(gateway.port, { cookie })
    staying.say(call(1, 'query', 'viewer.me'))
    using stream = await openEventStream(
      `http://127.0.0.1:${gateway.port}/api/chat/stream?conversationId=${conversation.id}`,
      { cookie },
    )
    await expect.poll(() => staying.frames.length).toBe(1)
    const left = gateway[Symbol.asyncDispose]()
    await expect.poll(() => staying.frames.at(-1)).toBe('{"id":null,"method":"reconnect"}')
    await expect(openRawSocket(gateway.port, { cookie })).rejects.toThrow()
    await stream.ended
    expect(await staying.closed).toBe(1012)
    await left
  })

  it('does not wait for who never answers', async () => {
    const { cookie } = await startAsVisitor(stack)
    const gateway = await openGateway(stack.env)
    using deaf = await openRawSocket(gateway.port, { cookie })
    deaf.socket.pause()
    await gateway[Symbol.asyncDispose]()
    deaf.socket.resume()
    expect([1006, 1012]).toContain(await deaf.closed)
  })
})
