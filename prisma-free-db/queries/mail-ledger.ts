import { z } from 'zod'
import { type MailMessage, type MailStatus, mailMessage, type SuppressionReason } from '#server/contracts/mail.ts'
import type { Db } from '../client.ts'

const decision = z.enum(['send', 'suppressed', 'sent', 'expired'])
/** sent: an earlier attempt settled it · expired: the provider may have forgotten the idempotency key. */
export type MailDecision = z.infer<typeof decision>

interface BeginMail {
  readonly jobId: string
  readonly kind: string
  readonly to: string
  readonly conversationId?: string | undefined
  /** How long after the first attempt another one is still safe. */
  readonly memoryMs: number
}

/** Writes the mail down before an attempt, once per job, and answers whether it may be made. */
export async function beginMail(db: Db, mail: BeginMail): Promise<MailDecision> {
  const { jobId, kind, to, conversationId, memoryMs } = mail
  const args = { p_job_id: jobId, p_kind: kind, p_to: to, p_memory_ms: memoryMs, p_conversation_id: conversationId }
  return decision.parse(await db.call('begin_mail', args))
}

/** The provider took it; its id is null where the answer did not say. */
export async function finishMail(db: Db, mail: { jobId: string; providerId: string | null }): Promise<void> {
  await db.call('finish_mail', { p_job_id: mail.jobId, p_provider_id: mail.providerId ?? undefined })
}

/** The provider refused it for good. `reason` is its name of the error, never its message, which quotes addresses. */
export async function refuseMail(db: Db, { jobId, reason }: { jobId: string; reason: string }): Promise<void> {
  await db.call('refuse_mail', { p_job_id: jobId, p_detail: reason })
}

const applied = z.enum(['applied', 'unchanged', 'unknown'])

interface MailEvent {
  readonly providerId: string
  /** From the mail's tag: finds a mail whose id is not known (yet). */
  readonly jobId?: string | undefined
  readonly status: MailStatus
  /** ISO 8601. */
  readonly at: string
  readonly detail?: string | undefined
  /** Puts the mail's address on the list of those that get no more. */
  readonly suppress?: SuppressionReason | undefined
}

/** Any number of times and in any order. unchanged: told before, or outdated · unknown: not a mail of this installation. */
export async function applyMailEvent(db: Db, event: MailEvent): Promise<z.infer<typeof applied>> {
  const { providerId, jobId, status, at, detail, suppress } = event
  const about = { p_provider_id: providerId, p_job_id: jobId, p_status: status, p_at: at }
  return applied.parse(await db.call('apply_mail_event', { ...about, p_detail: detail, p_suppress: suppress }))
}

interface ListMail {
  readonly limit: number
  readonly before?: { readonly createdAt: string; readonly jobId: string } | undefined
  readonly statuses?: readonly MailStatus[] | undefined
  /** Part of the address. */
  readonly search?: string | undefined
}

/** Newest first. */
export async function listMail(db: Db, { limit, before, statuses, search }: ListMail): Promise<MailMessage[]> {
  const args = {
    p_limit: limit,
    p_before: before && { ...before },
    p_statuses: statuses && [...statuses],
    p_search: search,
  }
  return mailMessage.array().parse(await db.call('list_mail', args))
}

/** Forgets mails older than this, at most `limit` of them; answers how many. */
export async function pruneMail(db: Db, { keepMs, limit }: { keepMs: number; limit: number }): Promise<number> {
  return z.int().parse(await db.call('prune_mail', { p_keep_ms: keepMs, p_limit: limit }))
}
