import { pruneWebhookDeliveries } from '#db/queries/webhook-deliveries.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { webhookLimits } from '../../contracts/outgoing-webhooks.ts'

type Handler = JobHandler<'prune-webhook-deliveries', Services>

const atOnce = 1_000

/** Forgets what ended more than 30 days ago, in portions, so that no lock is held for long. */
export const pruneWebhookLog: Handler = async ({ services, log, signal }) => {
  let total = 0
  while (!signal.aborted) {
    const count = await pruneWebhookDeliveries(services.db, { days: webhookLimits.logDays, limit: atOnce })
    total += count
    if (count < atOnce) break
  }
  if (total > 0) log.info({ total }, 'old webhook deliveries forgotten')
}
