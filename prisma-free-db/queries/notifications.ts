import { z } from 'zod'
import { notification } from '#server/contracts/notifications.ts'
import type { Db } from '../client.ts'

/** `headSeq` is the number of a person's last notification, `unread` how many of them they have not read. */
export const notificationCount = z.object({
  epoch: z.string(),
  headSeq: z.int().nonnegative(),
  unread: z.int().nonnegative(),
})
export type NotificationCount = z.infer<typeof notificationCount>

/** What one person was told, with their count. */
export const notified = z.object({ userId: z.string(), notification, unread: z.int().nonnegative() })
export type Notified = z.infer<typeof notified>

const toldOfEvent = z.object({ epoch: z.string(), notified: z.array(notified) })
export type ToldOfEvent = z.infer<typeof toldOfEvent>

/**
 * Notifies whom a message concerns. The first of a conversation is a lead, for all staff who see it; a later one of the
 * visitor is for the assignee, or all of those where there is none; one of staff is for the visitor. The author is
 * not told, nor who has read it already. Runs any number of times: each is told once, and a repeat answers the same.
 * Null when the event is gone.
 */
export async function notifyOfEvent(
  db: Db,
  { conversationId, eventId }: { conversationId: string; eventId: string },
): Promise<ToldOfEvent | null> {
  const args = { p_conversation_id: conversationId, p_event_id: eventId }
  return toldOfEvent.nullable().parse(await db.call('notify_of_event', args))
}

const notificationPage = notificationCount.extend({ items: z.array(notification) })
export type NotificationPage = z.infer<typeof notificationPage>

interface ListNotifications {
  readonly userId: string
  readonly beforeSeq?: number | undefined
  readonly limit: number
}

/** The page before a position (the very newest, without one), newest first. */
export async function listNotifications(db: Db, request: ListNotifications): Promise<NotificationPage> {
  const args = { p_user_id: request.userId, p_before_seq: request.beforeSeq, p_limit: request.limit }
  return notificationPage.parse(await db.call('list_notifications', args))
}

interface ListNotificationsAfter {
  readonly userId: string
  /** 0 reads from the beginning. */
  readonly afterSeq: number
  readonly limit: number
}

/** Those after a position, ascending. */
export async function listNotificationsAfter(db: Db, request: ListNotificationsAfter): Promise<NotificationPage> {
  const args = { p_user_id: request.userId, p_after_seq: request.afterSeq, p_limit: request.limit }
  return notificationPage.parse(await db.call('list_notifications_after', args))
}

export interface NotificationHeads {
  readonly epoch: string
  readonly heads: ReadonlyMap<string, number>
  readonly unread: ReadonlyMap<string, number>
}

/** Head and unread count of everyone asked for: 0 for who was never told of anything. */
export async function readNotificationHeads(db: Db, userIds: readonly string[]): Promise<NotificationHeads> {
  const { epoch, heads } = notificationHeads.parse(
    await db.call('read_notification_heads', { p_user_ids: [...userIds] }),
  )
  const nothing = userIds.map((id): [string, number] => [id, 0])
  return {
    epoch,
    heads: new Map([...nothing, ...heads.map(([id, headSeq]): [string, number] => [id, headSeq])]),
    unread: new Map([...nothing, ...heads.map(([id, , unread]): [string, number] => [id, unread])]),
  }
}

const notificationHeads = z.object({
  epoch: z.string(),
  heads: z.array(z.tuple([z.string(), z.int().nonnegative(), z.int().nonnegative()])),
})

const markedNotifications = notificationCount.extend({ changed: z.int().nonnegative() })

/** Reads everything up to a position; `changed` counts what had been unread. */
export async function markNotificationsRead(
  db: Db,
  { userId, upToSeq }: { userId: string; upToSeq: number },
): Promise<z.infer<typeof markedNotifications>> {
  const args = { p_user_id: userId, p_up_to_seq: upToSeq }
  return markedNotifications.parse(await db.call('mark_notifications_read', args))
}
