import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'

/** Every mail there is; its template and its texts do not compile without it. Also Resend's tag `kind`. */
export const mailKinds = [
  'firm-new-conversation',
  'visitor-new-conversation',
  'visitor-payment-received',
  'firm-payment-received',
  'operator-alert',
  'webhook-endpoint-disabled',
  'staff-invitation',
  'sign-in-link',
] as const
export type MailKind = (typeof mailKinds)[number]

/**
 * What became of a mail. sending: under way, or its answer was lost · sent: Resend took it · delayed: the other server
 * makes it wait · delivered · bounced: sent back · failed: Resend could not send it · suppressed: not sent, its address
 * is on a list · complained: marked as spam. A later one in this order is never replaced by an earlier one.
 */
export const mailStatuses = [
  'sending',
  'sent',
  'delayed',
  'delivered',
  'bounced',
  'failed',
  'suppressed',
  'complained',
] as const
export const mailStatus = z.enum(mailStatuses)
export type MailStatus = z.infer<typeof mailStatus>

/** bounced: there is no such mailbox · complained: marked as spam · provider: on Resend's own list. */
export const suppressionReason = z.enum(['bounced', 'complained', 'provider'])
export type SuppressionReason = z.infer<typeof suppressionReason>

/** A line of the ledger. */
export const mailMessage = z.object({
  /** Of the job that sent it, and its Idempotency-Key. */
  jobId: uuid,
  kind: z.string(),
  /** Null once the person is erased. */
  to: z.string().nullable(),
  status: mailStatus,
  /** Resend's name of the bounce, as "Permanent General". */
  detail: z.string().nullable(),
  /** Resend's id; null where its answer was lost. */
  providerId: z.string().nullable(),
  conversationId: uuid.nullable(),
  createdAt: timestamp,
  statusAt: timestamp,
})
export type MailMessage = z.infer<typeof mailMessage>

/** An address that no mail goes to. */
export const mailSuppression = z.object({
  id: uuid,
  /** In lower case. */
  address: z.string(),
  reason: suppressionReason,
  detail: z.string().nullable(),
  createdAt: timestamp,
})
export type MailSuppression = z.infer<typeof mailSuppression>
