import type { ChatEvent } from '#server/contracts/events.ts'

interface EventOptions {
  readonly authorId?: string
  readonly clientMsgId?: string
  readonly body?: string
  readonly createdAt?: string
}

/** An event for tests: by the visitor, unless told otherwise. */
export const eventAt = (seq: number, options: EventOptions = {}): ChatEvent => ({
  kind: 'message',
  conversationId: 'c',
  seq,
  id: `event-${seq}`,
  createdAt: options.createdAt ?? '2026-11-20T12:00:00Z',
  author: { id: options.authorId ?? 'visitor', name: 'Ana', side: 'visitor' },
  clientMsgId: options.clientMsgId ?? `client-${seq}`,
  body: options.body ?? `text ${seq}`,
})
