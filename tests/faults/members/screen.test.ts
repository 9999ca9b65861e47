import { expect, test } from 'vitest'
import type { StreamEvent } from '#server/contracts/events.ts'
import { createScreen, type Page } from './screen.ts'

const conversationId = 'c'
const event = (seq: number): StreamEvent => ({
  kind: 'message',
  id: `e${seq}`,
  seq,
  conversationId,
  author: { id: 'a', name: 'Ana', side: 'staff' },
  clientMsgId: `m${seq}`,
  body: 'text',
  createdAt: new Date(0).toISOString(),
})
const resync = (headSeq: number): StreamEvent => ({ kind: 'resync', conversationId, headSeq, reason: 'gap' })

/** Pages of two, of a conversation of whatever length. */
const readPage = async (beforeSeq: number): Promise<Page> => ({
  events: [beforeSeq - 2, beforeSeq - 1].filter((seq) => seq > 0).map((seq) => ({ seq, id: `e${seq}` })),
  hasMore: beforeSeq > 3,
})

test('what comes is shown as it comes, whatever is wrong with it', async () => {
  const screen = createScreen({ client: 'a', conversationId, readPage })
  for (const seq of [1, 3, 3, 2]) screen.show(`cursor ${seq}`, event(seq))
  expect((await screen.read(1)).shown.map(({ seq }) => seq)).toEqual([1, 3, 3, 2])
  expect(screen.cursor()).toBe('cursor 2')
})

test('a resync drops everything, reads anew, and what came meanwhile stands behind it', async () => {
  const screen = createScreen({ client: 'a', conversationId, readPage })
  screen.show('x', event(9))
  screen.show('y', resync(5))
  screen.show('z', event(6))
  expect(screen.head().seq).toBe(0)
  const { shown, resyncs } = await screen.read(1)
  expect(shown.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
  expect(resyncs).toBe(1)
  expect(screen.head().seq).toBe(6)
})

test('only the last of two resyncs counts', async () => {
  const screen = createScreen({ client: 'a', conversationId, readPage })
  screen.show('x', resync(5))
  screen.show('y', resync(2))
  expect((await screen.read(1)).shown.map(({ seq }) => seq)).toEqual([1, 2])
})
