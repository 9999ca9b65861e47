import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChatEvent } from '#server/contracts/events.ts'
import { newId } from '#server/contracts/ids.ts'
import { createConversationSource } from '#server/realtime/topics/conversation-source.ts'
import { createEventPublisher } from '#server/realtime/topics/event-publisher.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const eventOf = (conversationId: string, seq: number, body = `message ${seq}`): ChatEvent => ({
  kind: 'message',
  conversationId,
  seq,
  id: newId(),
  createdAt: '2026-01-01T00:00:00.000Z',
  author: { id: newId(), name: 'Joana', side: 'visitor' },
  clientMsgId: newId(),
  body,
})

/** One conversation's window, and what its channel carried. */
async function openWindow() {
  const { db, keys, log, pubsub, redis } = stack.services
  const id = newId()
  const store = redis.stateStore
  const publisher = createEventPublisher({ store, keys, log })
  const source = createConversationSource({ db, store, keys })
  const heard: string[] = []
  await pubsub.subscribe(keys.chatChannel(id), (text) => void heard.push(text))
  const seqsOf = (texts: readonly string[]) => texts.map((text) => Number(text.split(' ')[0]?.split('.')[2]))
  return {
    heard,
    publish: (seq: number, epoch = 'a1', body?: string) => publisher.publish(epoch, eventOf(id, seq, body)),
    seqsAfter: async (seq: number) => seqsOf(await source.readWindow(id, seq)),
    lifeMs: () => redis.state.pttl(keys.chatWindow(id)),
  }
}

it('is heard by the gateways, and kept for those that come later', async () => {
  const window = await openWindow()
  for (const seq of [1, 2, 3]) expect(await window.publish(seq)).toBe(true)
  await expect.poll(() => window.heard.length).toBe(3)
  expect(window.heard[0]).toMatch(/^e1\.a1\.1 \{"kind":"message",/)
  expect(await window.seqsAfter(1)).toEqual([2, 3])
  expect(await window.lifeMs()).toBeGreaterThan(9 * 60_000)
})

it('takes its place by its number, however late and however often it comes', async () => {
  const window = await openWindow()
  await Promise.all([3, 1, 2, 3, 1].map((seq) => window.publish(seq)))
  expect(await window.seqsAfter(0)).toEqual([1, 2, 3])
})

it('pushes out the oldest, whoever comes last', async () => {
  const window = await openWindow()
  await Promise.all(Array.from({ length: 70 }, (_, index) => window.publish(70 - index)))
  expect(await window.seqsAfter(0)).toEqual(Array.from({ length: 64 }, (_, index) => index + 7))
  await window.publish(2)
  expect((await window.seqsAfter(0)).at(0)).toBe(7)
})

it('does not stand beside events of another epoch', async () => {
  const window = await openWindow()
  for (const seq of [1, 2, 3]) await window.publish(seq, 'a1')
  await window.publish(2, 'b2')
  expect(await window.seqsAfter(0)).toEqual([2])
})

it('carries any text on one line', async () => {
  const window = await openWindow()
  await window.publish(1, 'a1', 'two\nlines\r\nand "quotes" \u2028 🙂')
  await expect.poll(() => window.heard.length).toBe(1)
  expect(window.heard[0]).not.toMatch(/[\n\r]/)
  expect(JSON.parse(window.heard[0]?.slice('e1.a1.1 '.length) ?? '').body).toBe('two\nlines\r\nand "quotes" \u2028 🙂')
})
