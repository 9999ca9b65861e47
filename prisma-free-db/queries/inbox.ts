import { z } from 'zod'
import type { InboxRow, InboxView } from '#server/contracts/inbox.ts'
import { type SharedInboxRow, sharedInboxRow } from '#server/contracts/signals.ts'
import type { Db } from '../client.ts'
import { type Heads, parseHeads } from './positions.ts'

interface ListInbox {
  readonly userId: string
  readonly view: InboxView
  readonly limit: number
  /** Only those that the reader takes part in. */
  readonly isOwn: boolean
}

/** The open conversations of a view, the one that moved last first. */
export async function listInbox(db: Db, { userId, view, limit, isOwn }: ListInbox): Promise<ListedRow[]> {
  const args = { p_user_id: userId, p_view: view, p_limit: limit, p_is_own: isOwn }
  const listed = z.array(readInboxRow).parse(await db.call('list_inbox_v2', args))
  return listed.map(({ row, readSeq }) => ({ ...row, readSeq }))
}

type ListedRow = SharedInboxRow & Pick<InboxRow, 'readSeq'>

const readInboxRow = z.object({ row: sharedInboxRow, readSeq: z.int().nonnegative() })

/** Conversations whatever their status, in no order; one that does not exist is left out. */
export async function readInboxRows(db: Db, conversationIds: readonly string[]): Promise<SharedInboxRow[]> {
  const args = { p_conversation_ids: [...conversationIds] }
  return sharedInboxRow.array().parse(await db.call('read_inbox_rows', args))
}

/** `heads` holds revisions: of the open conversations, the one that moved last first. Enough to see what changed. */
export async function readInboxHeads(db: Db, { limit }: { limit: number }): Promise<Heads> {
  return parseHeads(await db.call('read_inbox_heads', { p_limit: limit }))
}

interface ReadReadMarks {
  readonly userId: string
  readonly conversationIds: readonly string[]
}

/** The last event that a person has read, by conversation; absent where they have read nothing. */
export async function readReadMarks(
  db: Db,
  { userId, conversationIds }: ReadReadMarks,
): Promise<ReadonlyMap<string, number>> {
  const args = { p_user_id: userId, p_conversation_ids: [...conversationIds] }
  return new Map(readMarks.parse(await db.call('read_read_marks', args)))
}

const readMarks = z.array(z.tuple([z.string(), z.int().nonnegative()]))
