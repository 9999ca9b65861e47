import { readWebhook, replaceUnknownWebhooks, type StoredWebhook } from '#db/queries/inbound-webhooks.ts'
import type { WebhookProvider } from '../../contracts/webhooks.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { AuditedContext } from '../../trpc/middleware/audited.ts'
import type { SplitEvent } from './split-event.ts'
import { toStore } from './to-store.ts'
import { webhookDoors } from './webhook-door.ts'

interface ProcessUnknown {
  readonly provider: WebhookProvider
  readonly ids: readonly string[]
}

/**
 * Reads events that were kept as unknown once more, as this release reads them, and has those processed that it knows.
 * Answers how many; the others stay as they are.
 */
export async function processUnknown(
  { services, audit }: AuditedContext,
  { provider, ids }: ProcessUnknown,
): Promise<{ readonly count: number }> {
  const kept = await Promise.all(ids.map((id) => readWebhook(services.db, id)))
  const replacements = kept.flatMap((webhook) => {
    const events = webhook?.provider === provider && webhook.state === 'unknown' ? readAgain(webhook) : []
    const isKnown = events.some((event) => event.isKnown)
    return webhook && isKnown ? [{ webhookId: webhook.id, events: events.map((one) => toStore(provider, one)) }] : []
  })
  if (replacements.length === 0) return { count: 0 }
  const count = await replaceUnknownWebhooks(services.db, { provider, replacements, audit })
  await wakeRelay(services)
  return { count }
}

function readAgain({ provider, providerEventId, event }: StoredWebhook): readonly SplitEvent[] {
  const { split, readKept } = webhookDoors[provider]
  const request = readKept?.(event) ?? { body: event, query: new URLSearchParams() }
  return split({ ...request, headers: { 'svix-id': providerEventId } })
}
