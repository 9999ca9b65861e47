import { z } from 'zod'

/** Who sends webhooks to the site; the last two send nothing else. */
export const senderNames = ['resend', 'whatsapp', 'mercado-pago', 'asaas', 'stripe'] as const
export const senderName = z.enum(senderNames)
export type SenderName = z.infer<typeof senderName>

/** How the signature of a webhook is spoilt. `stale`: good, but ten minutes old, where the format has a time. */
export const signatureFaults = ['forged', 'missing', 'truncated', 'stale'] as const
export const signatureFault = z.enum(signatureFaults)
export const signatureKind = z.enum(['valid', ...signatureFaults])
export type SignatureKind = z.infer<typeof signatureKind>

const attempt = z.object({
  at: z.iso.datetime(),
  /** Of the site's answer; null when none came. */
  status: z.int().nullable(),
  error: z.string().nullable(),
  durationMs: z.number(),
})
export type Attempt = z.infer<typeof attempt>

/**
 * held: a rule collects it · waiting: its next attempt is due or under way · delivered · failed: the provider gave up ·
 * undeliverable: no site was named when it was made.
 */
export const eventState = z.enum(['held', 'waiting', 'delivered', 'failed', 'undeliverable'])
export type EventState = z.infer<typeof eventState>

/** One webhook on its way to the site, as a line of the store and as the JSON API shows it. */
export const webhookEvent = z.object({
  /** 1, 2, 3, … in the order of making. */
  seq: z.int().positive(),
  /** The provider's id of the event, by which a receiver knows a second copy. */
  id: z.string(),
  provider: senderName,
  /** `message`, `status.delivered`, `email.bounced`, `payment.updated`, … */
  kind: z.string(),
  /** What it is about: a wamid, the id of an e-mail, of a payment. */
  subject: z.string(),
  summary: z.object({ title: z.string(), to: z.string(), preview: z.string() }),
  createdAt: z.iso.datetime(),
  /** The body byte for byte. */
  body: z.string(),
  /** 1, 2, … of the same event. */
  copy: z.int().positive(),
  signature: signatureKind,
  maxAttempts: z.int().positive().optional(),
  state: eventState,
  attempts: z.array(attempt),
  /** Of a payment: what it has become, so that a restart does not forget it. */
  payment: z.record(z.string(), z.unknown()).optional(),
})
export type WebhookEvent = z.infer<typeof webhookEvent>

/** An event before anything is decided about its delivery. */
export type EventDraft = Pick<WebhookEvent, 'id' | 'provider' | 'kind' | 'subject' | 'summary' | 'body' | 'payment'>

/** How the maker of an event wants it delivered, beside what the rules say. */
export const deliverOptions = z
  .object({
    delayMs: z.coerce.number().int().min(0).max(600_000).default(0),
    copies: z.coerce.number().int().min(1).max(50).default(1),
    signature: signatureKind.default('valid'),
    /** 1: no retry. */
    attempts: z.coerce.number().int().min(1).max(50).optional(),
  })
  .strict()
export type DeliverOptions = z.infer<typeof deliverOptions>
