import { newId } from '../../contracts/ids.ts'
import { type WebhookProvider, webhookProviders } from '../../contracts/webhooks.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import type { SplitEvent } from './split-event.ts'

/** An event as it is stored, with the job that applies it where its kind is known; those about money go first. */
export function toStore(provider: WebhookProvider, { providerEventId, kind, event, isKnown }: SplitEvent) {
  const id = newId()
  const name = webhookProviders[provider].isPayment ? 'process-payment-webhook' : 'process-webhook'
  return { id, providerEventId, kind, event, job: isKnown ? outboxJob(name, { webhookId: id }) : null }
}
