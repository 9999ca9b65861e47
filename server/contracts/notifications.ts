import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'

/**
 * What a person is told although they were not looking: kept in Postgres, numbered per person 1, 2, 3, … with no holes.
 * `payment` comes with the payment providers.
 */
export const notification = z.object({
  seq: z.int().positive(),
  id: uuid,
  kind: z.enum(['message', 'assignment', 'lead', 'payment']),
  conversationId: uuid.nullable(),
  /** Who caused it; null for the system. */
  actorName: z.string().nullable(),
  /** The service the conversation is about. */
  subject: z.string().nullable(),
  createdAt: timestamp,
  readAt: timestamp.nullable(),
})
export type Notification = z.infer<typeof notification>

/** One event of `notifications.stream`: numbered like a conversation's, with the count that a bell shows. */
export const notificationEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('notified'), notification, unread: z.int().nonnegative() }),
  /** Read in another window, or too far behind to be replayed: read the list again. */
  z.object({ kind: z.literal('changed'), headSeq: z.int().nonnegative(), unread: z.int().nonnegative() }),
])
export type NotificationEvent = z.infer<typeof notificationEvent>
