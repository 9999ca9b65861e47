import { z } from 'zod'
import { uuid } from '../../contracts/ids.ts'
import type { MailStatus, SuppressionReason } from '../../contracts/mail.ts'

/** Shapes: https://resend.com/docs/webhooks/event-types; anything else that Resend adds is left alone. */
const resendEvent = z.object({
  type: z.string(),
  /** Of the event; `data.created_at` is the mail's. */
  created_at: z.iso.datetime({ offset: true }),
  data: z.object({
    email_id: z.string().min(1).max(100),
    /** A tag of another system's mail may be anything. */
    tags: z
      .object({ job: uuid.optional().catch(undefined) })
      .optional()
      .catch(undefined),
    bounce: z.object({ type: z.string(), subType: z.string().optional() }).optional().catch(undefined),
  }),
})

type ResendEvent = z.infer<typeof resendEvent>

export interface MailNews {
  readonly providerId: string
  readonly jobId?: string | undefined
  readonly status: MailStatus
  readonly at: string
  readonly detail?: string | undefined
  readonly suppress?: SuppressionReason | undefined
}

const statuses: Readonly<Record<string, MailStatus>> = {
  'email.sent': 'sent',
  'email.delivery_delayed': 'delayed',
  'email.delivered': 'delivered',
  'email.bounced': 'bounced',
  'email.failed': 'failed',
  'email.suppressed': 'suppressed',
  'email.complained': 'complained',
}

/** What an event says of a mail; undefined for what says nothing (opened, clicked, contacts, domains, other shapes). */
export function readResendEvent(event: unknown): MailNews | undefined {
  const parsed = resendEvent.safeParse(event)
  const status = parsed.success ? statuses[parsed.data.type] : undefined
  if (!parsed.success || status === undefined) return undefined
  const { data, created_at: at } = parsed.data
  return {
    providerId: data.email_id,
    jobId: data.tags?.job,
    status,
    at,
    detail: describeBounce(data),
    suppress: reasonToSuppress(status, data),
  }
}

/** The names alone: the message quotes the address. */
function describeBounce({ bounce }: ResendEvent['data']): string | undefined {
  const names = [bounce?.type, bounce?.subType].filter((name) => name !== undefined && /^\w{1,40}$/.test(name))
  return names.length > 0 ? names.join(' ') : undefined
}

/** A full mailbox may have room tomorrow; one that does not exist costs the firm its standing with every further mail. */
function reasonToSuppress(status: MailStatus, { bounce }: ResendEvent['data']): SuppressionReason | undefined {
  if (status === 'complained') return 'complained'
  if (status === 'suppressed') return 'provider'
  const isPermanent = bounce === undefined || bounce.type === 'Permanent'
  return status === 'bounced' && isPermanent ? 'bounced' : undefined
}
