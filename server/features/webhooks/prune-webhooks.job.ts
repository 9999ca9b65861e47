import { pruneWebhooks } from '#db/queries/inbound-webhooks.ts'
import { webhookKeepDays } from '#server/contracts/webhooks.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'

const batch = 5_000

/** Forgets old events, a few thousand at a time; what is left when it is stopped goes the next night. */
export const pruneOldWebhooks: JobHandler<'prune-webhooks', Services> = async ({ services, log, signal }) => {
  let total = 0
  for (let count = batch; count === batch && !signal.aborted; total += count) {
    count = await pruneWebhooks(services.db, { keepDays: webhookKeepDays, limit: batch })
  }
  log.info({ total }, 'old webhooks are forgotten')
}
