import { z } from 'zod'
import { uuid } from './ids.ts'
import { inboxRow } from './inbox.ts'
import { presence } from './live.ts'
import { notification } from './notifications.ts'

/**
 * What processes tell each other through Redis about people. Hints: each can be lost, and is then made good by Postgres,
 * by the hash of presences or by the next report. None carries a message or an address.
 */

/** On a conversation's live channel. */
export const liveSignal = z.discriminatedUnion('kind', [
  /** What one gateway's connections of a person come to. */
  z.object({ kind: z.literal('presence'), gatewayId: z.string(), userId: uuid, presence }),
  /** For the gateway that holds the view: all of the person's there, when none is named. */
  z.object({ kind: z.literal('view'), userId: uuid, viewId: uuid.optional(), isAway: z.boolean() }),
  z.object({ kind: z.literal('typing'), userId: uuid, isTyping: z.boolean() }),
  z.object({ kind: z.literal('read'), userId: uuid, readSeq: z.int().nonnegative() }),
  /** Another assignee, a new name: read the members again. */
  z.object({ kind: z.literal('members') }),
])
export type LiveSignal = z.infer<typeof liveSignal>

/** A row of the inbox, the same for whoever may see it. */
export const sharedInboxRow = inboxRow.omit({ readSeq: true }).extend({
  /** Staff who take part: whose lists may show it, beside those of the front desk. */
  staffIds: z.array(uuid),
})
export type SharedInboxRow = z.infer<typeof sharedInboxRow>

/** On the firm's inbox channel. */
export const inboxSignal = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('row'),
    epoch: z.string(),
    row: sharedInboxRow,
    /** Whoever wrote what is new in it, and so has read it. */
    readerId: uuid.optional(),
  }),
  z.object({
    kind: z.literal('read'),
    userId: uuid,
    conversationId: uuid,
    readSeq: z.int().nonnegative(),
  }),
])
export type InboxSignal = z.infer<typeof inboxSignal>

/** On a person's own channel. */
export const notificationSignal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('notified'), epoch: z.string(), notification, unread: z.int().nonnegative() }),
  z.object({
    kind: z.literal('counted'),
    epoch: z.string(),
    headSeq: z.int().nonnegative(),
    unread: z.int().nonnegative(),
  }),
])
export type NotificationSignal = z.infer<typeof notificationSignal>
