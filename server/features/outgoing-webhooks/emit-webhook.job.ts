import { listWebhookListeners, storeWebhookDeliveries } from '#db/queries/webhook-deliveries.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import { newDelivery } from './new-delivery.ts'

type Handler = JobHandler<'emit-webhook', Services>

/** Copies an event to every endpoint that listens, each once however often it runs. The job's id names the event. */
export const emitWebhook: Handler = async ({ jobId, payload, services, log }) => {
  const { type, occurredAt, data, conversationId } = payload
  const endpointIds = await listWebhookListeners(services.db, type)
  if (endpointIds.length === 0) return
  const deliveries = endpointIds.map((endpointId) => newDelivery(endpointId, conversationId))
  const stored = await storeWebhookDeliveries(services.db, { eventId: jobId, type, occurredAt, data, deliveries })
  log.debug({ type, stored }, 'event copied to its endpoints')
  await wakeRelay(services)
}
