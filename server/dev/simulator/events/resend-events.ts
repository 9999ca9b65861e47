import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Delivery } from '../deliveries.ts'
import { readEmail } from '../providers/resend.ts'
import type { EventDraft } from '../webhooks/webhook-events.ts'

export const emailEventNames = [
  'sent',
  'delivered',
  'delivery_delayed',
  'bounced',
  'complained',
  'opened',
  'clicked',
  'failed',
] as const
export type EmailEventName = (typeof emailEventNames)[number]

export const bounceType = z.enum(['Permanent', 'Transient', 'Undetermined'])
export type BounceType = z.infer<typeof bounceType>

export const emailEventInput = z
  .object({
    type: z.templateLiteral(['email.', z.enum(emailEventNames)]),
    emailId: z.string().min(1),
    bounceType: bounceType.default('Permanent'),
  })
  .strict()

interface EmailEventOptions {
  readonly bounceType?: BounceType
  readonly nowMs: number
}

/** What became of an accepted e-mail. Format: https://resend.com/docs/webhooks/event-types */
export function emailEvent(entry: Delivery, type: `email.${EmailEventName}`, options: EmailEventOptions): EventDraft {
  const mail = readEmail(entry)
  const data = {
    created_at: entry.receivedAt,
    email_id: entry.id,
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    ...(mail.tags ? { tags: Object.fromEntries(mail.tags.map(({ name, value }) => [name, value])) } : {}),
    ...detailsOf(type, options),
  }
  return {
    id: `msg_${randomBytes(20).toString('base64url').replace(/[\W_]/g, '0')}`,
    provider: 'resend',
    kind: type,
    subject: entry.id,
    summary: { title: type, to: mail.to.join(', '), preview: mail.subject },
    body: JSON.stringify({ type, created_at: new Date(options.nowMs).toISOString(), data }),
  }
}

function detailsOf(type: `email.${EmailEventName}`, options: EmailEventOptions): object {
  if (type === 'email.bounced') return { bounce: describeBounce(options.bounceType ?? 'Permanent') }
  if (type === 'email.failed') return { failed: { reason: 'reached_daily_quota' } }
  const at = new Date(options.nowMs).toISOString()
  const seen = { ipAddress: '203.0.113.7', timestamp: at, userAgent: 'Mozilla/5.0' }
  if (type === 'email.opened') return { open: seen }
  if (type === 'email.clicked') return { click: { ...seen, link: 'https://www.example.com' } }
  return {}
}

const describeBounce = (type: BounceType) => ({
  type,
  subType: type === 'Transient' ? 'MailboxFull' : 'General',
  message:
    type === 'Transient'
      ? "The recipient's mailbox is full."
      : "The recipient's email provider sent a hard bounce message, but didn't specify the reason for the hard bounce.",
})
