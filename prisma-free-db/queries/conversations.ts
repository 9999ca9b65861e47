import { z } from 'zod'
import { conversation } from '#server/contracts/conversations.ts'
import { chatEvent } from '#server/contracts/events.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import type { Locale } from '#server/contracts/locales.ts'
import { sharedInboxRow } from '#server/contracts/signals.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'
import { notified } from './notifications.ts'

export type Conversation = z.infer<typeof conversation>

interface StartConversation {
  readonly conversationId: string
  /** The same for every attempt of one start. */
  readonly requestId: string
  readonly visitorId: string
  readonly visitor: { readonly name: string; readonly email?: string | undefined }
  readonly productSlug?: string | undefined
  readonly locale: Locale
  readonly leadId: string
  readonly eventId: string
  readonly clientMsgId: string
  readonly body: string
  /** Stored with the conversation; `addressHash` as the caller made it. */
  readonly consent: { readonly id: string; readonly textVersion: string; readonly addressHash: string }
  readonly jobs: readonly OutboxJob[]
  readonly audit: AuditEntry | null
}

/**
 * Stores visitor, lead, conversation, first message, consent, jobs and audit in one transaction.
 * `event` is the first message, `epoch` and `row` as sendMessage answers them.
 * 'existing': this request was served before; its visitor may be another than the one given.
 * 'conflict': it was served long ago, or for somebody who is a client by now.
 * 'gone': the visitor was merged into a client, or switched off.
 */
export async function startConversation(db: Db, start: StartConversation): Promise<StartedConversation> {
  const result = await db.call('start_conversation_v2', {
    p_conversation_id: start.conversationId,
    p_request_id: start.requestId,
    p_visitor_id: start.visitorId,
    p_visitor_name: start.visitor.name,
    p_visitor_email: start.visitor.email,
    p_product_slug: start.productSlug,
    p_locale: start.locale,
    p_lead_id: start.leadId,
    p_event_id: start.eventId,
    p_client_msg_id: start.clientMsgId,
    p_body: start.body,
    p_consent: { ...start.consent, locale: start.locale },
    p_jobs: toJson(start.jobs),
    p_audit: toJson(start.audit),
  })
  return startedConversation.parse(result)
}

const startedConversation = z.discriminatedUnion('status', [
  z.object({
    status: z.enum(['started', 'existing']),
    conversation,
    visitorId: z.string(),
    event: chatEvent,
    epoch: z.string(),
    row: sharedInboxRow,
  }),
  z.object({ status: z.literal('unknown_product') }),
  z.object({ status: z.literal('conflict') }),
  z.object({ status: z.literal('gone') }),
])
export type StartedConversation = z.infer<typeof startedConversation>

export async function findConversation(db: Db, id: string): Promise<Conversation | null> {
  return conversation.nullable().parse(await db.call('find_conversation', { p_id: id }))
}

/** What decides who takes part in a conversation; null when there is none. */
export async function findConversationReaders(db: Db, id: string): Promise<z.infer<typeof readers> | null> {
  return readers.nullable().parse(await db.call('read_conversation_readers', { p_conversation_id: id }))
}

const readers = z.object({
  visitorId: z.string(),
  /** Staff who were ever assigned or have written. */
  staffIds: z.array(z.string()),
})

const visitorListLimit = 50

/** A visitor's last 50 conversations, the one that moved last first. */
export async function listConversationsOfVisitor(db: Db, visitorId: string): Promise<Conversation[]> {
  const args = { p_visitor_id: visitorId, p_limit: visitorListLimit }
  return conversation.array().parse(await db.call('list_conversations_of_visitor', args))
}

/** The open conversations of the firm, the one that moved last first. */
export async function listOpenConversations(db: Db, { limit }: { limit: number }): Promise<Conversation[]> {
  return conversation.array().parse(await db.call('list_open_conversations', { p_limit: limit }))
}

/** Those of them that this member of staff takes part in. */
export async function listConversationsOfStaff(
  db: Db,
  { staffId, limit }: { readonly staffId: string; readonly limit: number },
): Promise<Conversation[]> {
  const args = { p_staff_id: staffId, p_limit: limit }
  return conversation.array().parse(await db.call('list_conversations_of_staff', args))
}

interface AssignConversation {
  readonly conversationId: string
  /** Null gives the conversation back to everyone. */
  readonly assigneeId: string | null
  readonly actorId: string
  readonly jobs: readonly OutboxJob[]
  readonly audit: AuditEntry | null
}

/**
 * Gives an open conversation to a member of staff. Their notification, jobs and audit are written in the same
 * transaction; who takes a conversation is not told. 'unchanged': it was so already, and nothing was written.
 */
export async function assignConversation(db: Db, assignment: AssignConversation): Promise<AssignedConversation> {
  const result = await db.call('assign_conversation', {
    p_conversation_id: assignment.conversationId,
    p_actor_id: assignment.actorId,
    p_assignee_id: assignment.assigneeId ?? undefined,
    p_jobs: toJson(assignment.jobs),
    p_audit: toJson(assignment.audit),
  })
  return assignedConversation.parse(result)
}

const assignedConversation = z.discriminatedUnion('status', [
  z.object({
    status: z.enum(['assigned', 'unchanged']),
    epoch: z.string(),
    row: sharedInboxRow,
    notified: z.array(notified),
  }),
  z.object({ status: z.literal('not_found') }),
  z.object({ status: z.literal('forbidden') }),
  z.object({ status: z.literal('closed') }),
  z.object({ status: z.literal('unknown_assignee') }),
])
export type AssignedConversation = z.infer<typeof assignedConversation>
