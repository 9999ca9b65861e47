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

export const messageEvent = envelope.extend({ kind: z.literal('message'), body: z.string() })

export const chatEvent = z.discriminatedUnion('kind', [messageEvent])
export type ChatEvent = z.infer<typeof chatEvent>

/** What travels on a user's own channel: a hint to look again, never the content. */
export const notification = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('conversation.changed'), conversationId: uuid, headSeq: z.int().nonnegative() }),
  /** Hints may have been missed: look at everything again. */
  z.object({ kind: z.literal('everything.changed') }),
])
export type Notification = z.infer<typeof notification>
