import { z } from 'zod'
import { liveMember } from '#server/contracts/live.ts'
import type { Db } from '../client.ts'
import { notificationCount } from './notifications.ts'

interface MarkRead {
  readonly conversationId: string
  readonly userId: string
  readonly side: 'visitor' | 'staff'
  readonly seq: number
}

/**
 * Raises a read mark, up to the head at most; it never falls. The person's notifications of what they have read are read
 * along with it: `notifications` counts what is left, and is null where nothing changed.
 */
export async function markRead(db: Db, { conversationId, userId, side, seq }: MarkRead): Promise<MarkedRead> {
  const args = { p_conversation_id: conversationId, p_user_id: userId, p_side: side, p_seq: seq }
  return markedRead.parse(await db.call('mark_read', args))
}

const markedRead = z.discriminatedUnion('status', [
  z.object({
    status: z.enum(['marked', 'unchanged']),
    readSeq: z.int().nonnegative(),
    notifications: notificationCount.nullable(),
  }),
  z.object({ status: z.literal('not_found') }),
  z.object({ status: z.literal('forbidden') }),
])
export type MarkedRead = z.infer<typeof markedRead>

interface Seen {
  readonly conversationId: string
  readonly userId: string
}

/** These people are here now. Returns how many were noted: who or what is gone is passed over. */
export async function touchLastSeen(db: Db, seen: readonly Seen[]): Promise<number> {
  const pairs = seen.map(({ conversationId, userId }) => ({ conversationId, userId }))
  return z.int().parse(await db.call('touch_last_seen', { p_seen: pairs }))
}

const member = liveMember.pick({ userId: true, name: true, side: true, lastSeenAt: true, readSeq: true })
export type Member = z.infer<typeof member>

/** The visitor, the assignee, then who else has written, read or been there, the last active first: 100 at most. */
export async function readMembers(db: Db, conversationId: string): Promise<Member[]> {
  return member.array().parse(await db.call('read_members', { p_conversation_id: conversationId }))
}
