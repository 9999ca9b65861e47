import { readWebhook, settleWebhook } from '#db/queries/inbound-webhooks.ts'
import type { JobContext } from '#server/jobs/job-handler.ts'
import type { Services } from '#server/services.ts'
import { webhookAppliers } from './webhook-appliers.ts'

type Context = JobContext<'process-webhook' | 'process-payment-webhook', Services>

/** Applies a stored event, unless an earlier run has settled it. Payments differ only in going first. */
export async function processWebhook({ payload, services, log, signal }: Context): Promise<void> {
  const webhook = await readWebhook(services.db, payload.webhookId)
  if (!webhook) return log.info('the event is gone: nothing to do')
  const { id, provider, kind, state, event, receivedAt } = webhook
  if (state === 'applied' || state === 'ignored') return
  const apply = await webhookAppliers[provider]()
  const outcome = await apply({
    services,
    log: log.child({ provider, kind }),
    webhookId: id,
    kind,
    event,
    receivedAt,
    signal,
  })
  await settleWebhook(services.db, { id, state: outcome })
}
