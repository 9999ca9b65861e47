import { z } from 'zod'
import { chatEvent } from '#server/contracts/events.ts'
import { jobs, type OutboxJob } from '#server/contracts/jobs.ts'
import { sharedInboxRow } from '#server/contracts/signals.ts'
import { type WhatsappThread, whatsappState, whatsappThread } from '#server/contracts/whatsapp.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'

/** Some jobs are made in SQL: what is held goes when the person writes, and a template asks them to. */
const sendJobVersion = jobs['whatsapp-send'].version

interface ReceiveMessage {
  readonly wamid: string
  /** ISO 8601: when the person sent it, by WhatsApp's clock. */
  readonly sentAt: string
  /** Who they become, should they be new. */
  readonly name: string
  readonly waId?: string | undefined
  /** The number with its ninth digit. */
  readonly phoneKey?: string | undefined
  readonly userId?: string | undefined
  /** The message, in as many events as its length takes. */
  readonly events: readonly { readonly id: string; readonly clientMsgId: string; readonly body: string }[]
  /** Of what may have to be made. */
  readonly ids: { readonly conversationId: string; readonly visitorId: string; readonly leadId: string }
  /** With a new conversation, or with a message of a known one. `conversationId` of their payloads is filled in. */
  readonly startJobs: readonly OutboxJob[]
  readonly messageJobs: readonly OutboxJob[]
  readonly audit: AuditEntry
}

/** Stores what a person wrote over WhatsApp, in one transaction, once per wamid; 'duplicate' answers what is stored. */
export async function receiveWhatsappMessage(db: Db, message: ReceiveMessage): Promise<ReceivedMessage> {
  const result = await db.call('receive_whatsapp_message', {
    p_wamid: message.wamid,
    p_sent_at: message.sentAt,
    p_name: message.name,
    p_wa_id: message.waId,
    p_phone_key: message.phoneKey,
    p_user_id: message.userId,
    p_events: toJson(message.events),
    p_conversation_id: message.ids.conversationId,
    p_visitor_id: message.ids.visitorId,
    p_lead_id: message.ids.leadId,
    p_start_jobs: toJson(message.startJobs),
    p_jobs: toJson(message.messageJobs),
    p_send_job_version: sendJobVersion,
    p_audit: toJson(message.audit),
  })
  return receivedMessage.parse(result)
}

const receivedMessage = z.object({
  status: z.enum(['started', 'stored', 'duplicate']),
  conversationId: z.string(),
  visitorId: z.string(),
  events: z.array(chatEvent),
  row: sharedInboxRow,
  epoch: z.string(),
})
export type ReceivedMessage = z.infer<typeof receivedMessage>

interface ClaimSend {
  readonly messageId: string
  readonly jobId: string
  /** Made for this call alone: whoever has it may ask again when the answer was lost. */
  readonly claimId: string
  /** An earlier message of the conversation goes first. */
  readonly mayWait: boolean
}

const told = z.object({
  state: whatsappState,
  conversationId: z.string(),
  row: sharedInboxRow,
  epoch: z.string(),
})
/** What a message came to, and the row that tells lists of staff of it. */
export type WhatsappTold = z.infer<typeof told>

const claim = z.object({
  status: z.enum(['send', 'wait', 'unknown', 'held', 'refused', 'done']),
  kind: z.enum(['text', 'template', 'notice']),
  /** Number of the call among all of this message; its callback data names it. */
  attempt: z.int(),
  /** Number of the call among those of this job. */
  tries: z.int(),
  waId: z.string().nullable(),
  userId: z.string().nullable(),
  body: z.string().nullable(),
  told,
})
export type WhatsappClaim = z.infer<typeof claim>

/** The guard before a call: `send` is committed when it is answered, to one caller alone. Null: no such message. */
export async function claimWhatsappSend(db: Db, send: ClaimSend): Promise<WhatsappClaim | null> {
  const result = await db.call('claim_whatsapp_send', {
    p_message_id: send.messageId,
    p_job_id: send.jobId,
    p_claim_id: send.claimId,
    p_may_wait: send.mayWait,
    p_send_job_version: sendJobVersion,
  })
  return claim.nullable().parse(result)
}

/** `refused` had no effect; nor had `limited`, which does not count, nor `closed`: the person has to write first. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly wamid: string }
  | { readonly kind: 'refused'; readonly errorCode: number | undefined; readonly isFinal: boolean }
  | { readonly kind: 'limited'; readonly errorCode: number | undefined }
  | { readonly kind: 'closed'; readonly errorCode: number }
  | { readonly kind: 'unknown' }

interface SettleSend {
  readonly messageId: string
  readonly attempt: number
  readonly outcome: SendOutcome
}

/** Notes what came of a call; null when a later one has begun. */
export async function settleWhatsappSend(db: Db, { outcome, ...send }: SettleSend): Promise<WhatsappTold | null> {
  const result = await db.call('settle_whatsapp_send', {
    p_message_id: send.messageId,
    p_attempt: send.attempt,
    p_outcome: outcome.kind,
    p_wamid: outcome.kind === 'sent' ? outcome.wamid : undefined,
    p_error_code: 'errorCode' in outcome ? outcome.errorCode : undefined,
    p_is_final: outcome.kind === 'refused' && outcome.isFinal,
    p_send_job_version: sendJobVersion,
  })
  return told.nullable().parse(result)
}

interface ApplyStatus {
  readonly wamid: string
  readonly state: 'sent' | 'delivered' | 'read' | 'failed'
  readonly errorCode?: number | undefined
  /** What the call carried, where it was ours. */
  readonly callback?: { readonly messageId: string; readonly attempt: number } | undefined
}

/** A status never moves a message back, in whatever order they come. 'not_ours': no message of this installation. */
export async function applyWhatsappStatus(db: Db, status: ApplyStatus): Promise<AppliedStatus> {
  const result = await db.call('apply_whatsapp_status', {
    p_wamid: status.wamid,
    p_state: status.state,
    p_error_code: status.errorCode,
    p_message_id: status.callback?.messageId,
    p_attempt: status.callback?.attempt,
    p_send_job_version: sendJobVersion,
  })
  return appliedStatus.parse(result)
}

const appliedStatus = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('applied'),
    /** Who has read up to which event, where that is what the status says. */
    readerId: z.string().nullable(),
    readSeq: z.int().nullable(),
    told,
  }),
  z.object({ status: z.literal('unchanged') }),
  z.object({ status: z.literal('not_ours') }),
])
export type AppliedStatus = z.infer<typeof appliedStatus>

/** What staff see beside the messages; null where the conversation is not on WhatsApp, or is not at all. */
export async function readWhatsappThread(db: Db, conversationId: string): Promise<WhatsappThread | null> {
  const result = await db.call('read_whatsapp_thread', { p_conversation_id: conversationId })
  return whatsappThread.nullable().parse(result)
}
