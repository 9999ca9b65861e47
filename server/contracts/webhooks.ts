import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'

/** Who may tell us of events, each at `/api/webhooks/<name>`, and whether they are about money and go first. */
export const webhookProviders = {
  whatsapp: { isPayment: false },
  resend: { isPayment: false },
  'mercado-pago': { isPayment: true },
  asaas: { isPayment: true },
  stripe: { isPayment: true },
} as const satisfies Record<string, { readonly isPayment: boolean }>

export type WebhookProvider = keyof typeof webhookProviders

export const webhookProvider = z.enum(['whatsapp', 'resend', 'mercado-pago', 'asaas', 'stripe'])

/** A signature older, or further ahead, than this is refused: Stripe's and Svix's own tolerance. */
export const webhookToleranceMs = 5 * 60_000

/** WhatsApp bundles up to a thousand events in one request, of up to 3 MB. */
export const maxWebhookBytes = 4 * 1024 * 1024

/** Then an event is forgotten, with what it carried. Providers repeat theirs for a week at most. */
export const webhookKeepDays = 90

export const webhookState = z.enum(['waiting', 'applied', 'ignored', 'unknown'])
export type WebhookState = z.infer<typeof webhookState>

/** A stored event as lists show it: not what it carries, which is about people. */
export const webhookSummary = z.object({
  id: uuid,
  provider: webhookProvider,
  /** The provider's own name of the event: one row per name, however often it comes. */
  providerEventId: z.string(),
  /** `message`, `status`, `email.bounced`, `payment.updated` …; `unknown` where not even that can be read. */
  kind: z.string(),
  state: webhookState,
  receivedAt: timestamp,
  processedAt: timestamp.nullable(),
})
export type WebhookSummary = z.infer<typeof webhookSummary>
