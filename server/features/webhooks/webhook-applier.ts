import type { Logger } from 'pino'
import type { Services } from '#server/services.ts'

export interface WebhookContext {
  readonly services: Services
  /** Bound to the job, the provider and the kind; never give it what the event carries. */
  readonly log: Logger
  readonly webhookId: string
  /** `message`, `status`, `email.bounced`, `payment.updated` …: what the provider's splitter called it. */
  readonly kind: string
  /** One event as `split-…-events.ts` of the provider keeps it; parse it, for its shape is the provider's. */
  readonly event: unknown
  /** ISO 8601: when it came, which says little of when it happened. */
  readonly receivedAt: string
  readonly signal: AbortSignal
}

/**
 * Does what an event asks for. Events come out of order and may be applied more than once (a crash between the effect
 * and the note that it is done): an effect must find out for itself that it is there already, or that a later event
 * has overtaken it. `ignored`: genuine, understood, and nothing to do with us. An error means another attempt.
 */
export type WebhookApplier = (context: WebhookContext) => Promise<'applied' | 'ignored'>
