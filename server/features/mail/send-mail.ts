import type { Logger } from 'pino'
import { z } from 'zod'
import { beginMail, finishMail, refuseMail } from '#db/queries/mail-ledger.ts'
import type { Locale } from '#server/contracts/locales.ts'
import type { MailKind } from '#server/contracts/mail.ts'
import type { JobFailure } from '#server/jobs/job-failure.ts'
import type { Services } from '#server/services.ts'
import { readMailContext } from './mail-context.ts'
import type { MailData } from './mail-templates.ts'
import { writeMail } from './write-mail.ts'

/** One mail to one person. */
export interface MailOrder<K extends MailKind> {
  /** Of the job that sends it: the Idempotency-Key, and its line in the ledger. One mail per job. */
  readonly jobId: string
  readonly kind: K
  readonly data: MailData[K]
  readonly to: string
  readonly locale: Locale
  readonly replyTo?: string | undefined
  readonly conversationId?: string | undefined
  readonly log: Logger
  readonly signal: AbortSignal
}

/**
 * Resend remembers an idempotency key for 24 h, and every attempt of a job must fall within that; an hour is left for
 * clocks and slow answers.
 */
const memoryMs = 23 * 60 * 60_000

/**
 * Sends a mail of a kind from the firm's address: once per job, whatever is repeated, and not to addresses that
 * bounced or complained.
 * @throws ProviderError as Resend's client does; ExpiredMail when the first attempt was too long ago
 */
export async function sendMail<K extends MailKind>(
  services: Pick<Services, 'env' | 'db' | 'resend'>,
  order: MailOrder<K>,
): Promise<'sent' | 'suppressed'> {
  const { db } = services
  const { jobId, kind, to, conversationId, log } = order
  const decision = await beginMail(db, { jobId, kind, to, conversationId, memoryMs })
  if (decision === 'suppressed') log.info({ kind }, 'the address is suppressed: no mail')
  if (decision === 'expired') throw new ExpiredMail()
  if (decision !== 'send') return decision
  const { id } = await handOver(services, order).catch((error: unknown) => noteRefusal(services, { jobId, error }))
  if (id === null) log.warn({ kind }, 'an earlier attempt with other content had been accepted')
  await finishMail(db, { jobId, providerId: id })
  return 'sent'
}

async function handOver<K extends MailKind>(services: Pick<Services, 'env' | 'resend'>, order: MailOrder<K>) {
  const { env, resend } = services
  const { jobId, kind, data, to, locale, replyTo, signal } = order
  const mail = await writeMail(kind, data, { ...readMailContext(env), locale })
  return resend.sendEmail(
    {
      from: env.FIRM_FROM,
      to,
      ...(replyTo === undefined ? {} : { replyTo }),
      ...mail,
      // Events carry them back: `job` finds the mail whose answer was lost.
      tags: { kind, job: jobId },
    },
    { idempotencyKey: jobId, signal },
  )
}

const refusal = z.object({ isRetryable: z.literal(false), reason: z.string() })

/** A refusal for good stands in the ledger as well; what may pass does not. */
async function noteRefusal(
  { db }: Pick<Services, 'db'>,
  { jobId, error }: { jobId: string; error: unknown },
): Promise<never> {
  const parsed = refusal.safeParse(error)
  if (parsed.success) await refuseMail(db, { jobId, reason: parsed.data.reason })
  throw error
}

/** Whether it went out is unknown and can no longer be found out by asking again: a person decides. */
export class ExpiredMail extends Error implements JobFailure {
  override readonly name = 'ExpiredMail'
  readonly isRetryable = false
  constructor() {
    super('the first attempt is 23 hours past: Resend may have forgotten its idempotency key')
  }
}
