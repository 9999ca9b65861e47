import { z } from 'zod'
import { type ChatEvent, chatEvent } from '#server/contracts/events.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import { sharedInboxRow } from '#server/contracts/signals.ts'
import type { Db } from '../client.ts'
import { toJson } from './json.ts'

interface SendMessage {
  readonly conversationId: string
  readonly authorId: string
  readonly authorSide: 'visitor' | 'staff'
  readonly eventId: string
  /** The same for every attempt of one send. */
  readonly clientMsgId: string
  readonly body: string
  readonly jobs: readonly OutboxJob[]
}

/**
 * Numbers and stores a message and its jobs in one transaction; its author has read it. The first staff member to answer
 * becomes the assignee. `epoch` makes the number an event id, `row` is what lists of staff show from now on.
 * 'duplicate' answers the event that an earlier attempt stored, and stores nothing.
 */
export async function sendMessage(db: Db, message: SendMessage): Promise<SentMessage> {
  const result = await db.call('send_message_v2', {
    p_conversation_id: message.conversationId,
    p_author_id: message.authorId,
    p_author_side: message.authorSide,
    p_event_id: message.eventId,
    p_client_msg_id: message.clientMsgId,
    p_body: message.body,
    p_jobs: toJson(message.jobs),
  })
  return sentMessage.parse(result)
}

const sentMessage = z.discriminatedUnion('status', [
  z.object({
    status: z.enum(['stored', 'duplicate']),
    event: chatEvent,
    participants: z.object({ visitorId: z.string(), assigneeId: z.string().nullable() }),
    epoch: z.string(),
    row: sharedInboxRow,
  }),
  z.object({ status: z.literal('not_found') }),
  z.object({ status: z.literal('forbidden') }),
  z.object({ status: z.literal('closed') }),
])
export type SentMessage = z.infer<typeof sentMessage>

interface ListEvents {
  readonly conversationId: string
  /** 0 reads from the beginning. */
  readonly afterSeq: number
  readonly limit: number
}

/** Events after a position, ascending. */
export async function listEvents(db: Db, { conversationId, afterSeq, limit }: ListEvents): Promise<ChatEvent[]> {
  const args = { p_conversation_id: conversationId, p_after_seq: afterSeq, p_limit: limit }
  return chatEvent.array().parse(await db.call('list_events_v2', args))
}

interface ListEventsBefore {
  readonly conversationId: string
  readonly beforeSeq?: number | undefined
  readonly limit: number
}

/** The newest page before a position (the very newest, without one), ascending. */
export async function listEventsBefore(db: Db, request: ListEventsBefore): Promise<ChatEvent[]> {
  const args = { p_conversation_id: request.conversationId, p_before_seq: request.beforeSeq, p_limit: request.limit }
  return chatEvent.array().parse(await db.call('list_events_before_v2', args))
}

/** Number of the last event; null when there is no such conversation. */
export async function readHead(db: Db, conversationId: string): Promise<number | null> {
  // The direct driver hands a bigint over as text.
  return z.coerce
    .number()
    .int()
    .nullable()
    .parse(await db.call('read_head', { p_conversation_id: conversationId }))
}
