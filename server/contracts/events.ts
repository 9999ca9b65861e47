import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'

/**
 * Durable events of a conversation, numbered by Postgres: 1, 2, 3, … with no holes.
 * Adding a kind is one entry here; the browser's exhaustive switch fails to compile until it shows it.
 */
const envelope = z.object({
  conversationId: uuid,
  seq: z.int().positive(),
  id: uuid,
  createdAt: timestamp,
  author: z.object({ id: uuid, name: z.string(), side: z.enum(['visitor', 'staff']) }),
  clientMsgId: uuid,
})

/** `body` is empty where the message was erased, and only there. */
export const messageEvent = envelope.extend({ kind: z.literal('message'), body: z.string() })

export const chatEvent = z.discriminatedUnion('kind', [messageEvent])
export type ChatEvent = z.infer<typeof chatEvent>

/** The cursor cannot be replayed: drop what is shown, read the newest page, and go on from there. */
export const resyncEvent = z.object({
  kind: z.literal('resync'),
  conversationId: uuid,
  headSeq: z.int().nonnegative(),
  /** `gap`: what lies between is too much or gone; `epoch`: the database was put back; `future`: nothing has that number; `unreadable`: no cursor of ours. */
  reason: z.enum(['gap', 'epoch', 'future', 'unreadable']),
})
export type ResyncEvent = z.infer<typeof resyncEvent>

/** What `messages.stream` yields, tracked by `formatEventId`. A resync carries the id of the head it leads to. */
export const streamEvent = z.discriminatedUnion('kind', [...chatEvent.options, resyncEvent])
export type StreamEvent = z.infer<typeof streamEvent>
