import { z } from 'zod'
import { timestamp } from '#server/contracts/ids.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import { type DeliveredEvent, type DeliveryAttempt, deliveredEvent } from '#server/contracts/outgoing-webhooks.ts'
import type { Db } from '../client.ts'
import { toJson } from './json.ts'

/** Ids of the endpoints that are on and listen to this. */
export async function listWebhookListeners(db: Db, type: DeliveredEvent): Promise<string[]> {
  return z.array(z.string()).parse(await db.call('list_webhook_listeners', { p_type: type }))
}

interface StoreDeliveries {
  readonly eventId: string
  readonly type: DeliveredEvent
  readonly occurredAt: string
  readonly data: Readonly<Record<string, unknown>>
  /** `turn` is what the job carries: it alone may call. */
  readonly deliveries: readonly {
    readonly id: string
    readonly endpointId: string
    readonly turn: string
    readonly job: OutboxJob
  }[]
}

/** Stores deliveries with their jobs, one per endpoint and event however often this runs; returns how many were new. */
export async function storeWebhookDeliveries(db: Db, event: StoreDeliveries): Promise<number> {
  const stored = await db.call('store_webhook_deliveries', {
    p_event_id: event.eventId,
    p_type: event.type,
    p_occurred_at: event.occurredAt,
    p_data: toJson(event.data),
    p_deliveries: toJson(event.deliveries),
  })
  return z.int().parse(stored)
}

const dueDelivery = z.object({
  id: z.string(),
  eventId: z.string(),
  type: deliveredEvent,
  occurredAt: timestamp,
  data: z.record(z.string(), z.json()),
  /** What the endpoint may read of people; null: nothing. */
  content: z.record(z.string(), z.json()).nullable(),
  url: z.string(),
  isEnabled: z.boolean(),
  /** Attempts in a row that failed, and when the last one did. */
  failures: z.int().nonnegative(),
  lastFailedAt: timestamp.nullable(),
  /** Valid ones, that in force first. */
  secrets: z.array(z.string()).min(1),
})
export type DueDelivery = z.infer<typeof dueDelivery>

/** Null when it is not this turn's any more: done, sent again by hand, its endpoint off or deleted. */
export async function readWebhookDelivery(
  db: Db,
  { id, turn }: { readonly id: string; readonly turn: string },
): Promise<DueDelivery | null> {
  return dueDelivery.nullable().parse(await db.call('read_webhook_delivery', { p_id: id, p_turn: turn }))
}

interface RecordAttempt {
  readonly deliveryId: string
  readonly turn: string
  /** Null: not made, because the endpoint is off or is let rest. */
  readonly attempt: Omit<DeliveryAttempt, 'attempt'> | null
  readonly isDelivered: boolean
  /** Null ends the delivery. */
  readonly next: { readonly turn: string; readonly job: OutboxJob } | null
  /** When a failed attempt switches the endpoint off, and what to do then; null: never. */
  readonly disable: {
    readonly failures: number
    readonly forMs: number
    readonly isGone: boolean
    readonly jobs: readonly OutboxJob[]
  } | null
}

/** Stores the outcome, the next attempt's job and the endpoint's state in one transaction; once per turn. */
export async function recordWebhookAttempt(db: Db, outcome: RecordAttempt) {
  const answer = await db.call('record_webhook_attempt', {
    p_delivery_id: outcome.deliveryId,
    p_turn: outcome.turn,
    p_attempt: toJson(outcome.attempt),
    p_is_delivered: outcome.isDelivered,
    p_next: toJson(outcome.next),
    p_disable: toJson(outcome.disable),
  })
  return recorded.parse(answer)
}

const recorded = z.object({ status: z.enum(['recorded', 'not_its_turn']), isDisabled: z.boolean() })

/** Forgets deliveries that ended long ago, at most `limit`; returns how many. */
export async function pruneWebhookDeliveries(
  db: Db,
  { days, limit }: { readonly days: number; readonly limit: number },
): Promise<number> {
  const args = { p_older_than_days: days, p_limit: limit }
  return z.int().parse(await db.call('prune_webhook_deliveries', args))
}
