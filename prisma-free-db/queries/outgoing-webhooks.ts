import { z } from 'zod'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import {
  type Delivery,
  type DeliveryDetail,
  type DeliveryState,
  delivery,
  deliveryDetail,
  type Endpoint,
  type EndpointChanges,
  endpoint,
  type NewEndpoint,
} from '#server/contracts/outgoing-webhooks.ts'
import type { Db } from '../client.ts'
import { given } from './edit-outcome.ts'
import { type AuditEntry, toJson } from './json.ts'

/** All endpoints, the oldest first. */
export async function listOutgoingWebhooks(db: Db): Promise<Endpoint[]> {
  return endpoint.array().parse(await db.call('list_outgoing_webhooks', {}))
}

export async function findOutgoingWebhook(db: Db, id: string): Promise<Endpoint | null> {
  return endpoint.nullable().parse(await db.call('find_outgoing_webhook', { p_id: id }))
}

interface CreateEndpoint {
  /** A new id. */
  readonly id: string
  readonly endpoint: NewEndpoint
  readonly secret: string
  readonly max: number
  readonly audit: AuditEntry | null
}

/** 'full': there are `max` endpoints already. */
export async function createOutgoingWebhook(db: Db, request: CreateEndpoint): Promise<'stored' | 'full'> {
  const answer = await db.call('create_outgoing_webhook', {
    p_id: request.id,
    p_endpoint: toJson(request.endpoint),
    p_secret: request.secret,
    p_max: request.max,
    p_audit: toJson(request.audit),
  })
  return z.object({ status: z.enum(['stored', 'full']) }).parse(answer).status
}

interface UpdateEndpoint {
  readonly id: string
  readonly changes: EndpointChanges
  readonly audit: AuditEntry | null
}

/**
 * Changes what is given. Switching off cancels what waits; switching on forgets earlier failures.
 * False when there is no such endpoint.
 */
export async function updateOutgoingWebhook(db: Db, { id, changes, audit }: UpdateEndpoint): Promise<boolean> {
  const args = { p_id: id, p_changes: toJson(given(changes)), p_audit: toJson(audit) }
  return z.boolean().parse(await db.call('update_outgoing_webhook', args))
}

interface ByAdmin {
  readonly id: string
  readonly audit: AuditEntry | null
}

/** With secrets and log. False when there is no such endpoint. */
export async function deleteOutgoingWebhook(db: Db, { id, audit }: ByAdmin): Promise<boolean> {
  return z.boolean().parse(await db.call('delete_outgoing_webhook', { p_id: id, p_audit: toJson(audit) }))
}

/** The secret before stays valid for `keepMs`. False when there is no such endpoint. */
export async function rotateWebhookSecret(
  db: Db,
  { id, secret, keepMs, audit }: ByAdmin & { readonly secret: string; readonly keepMs: number },
): Promise<boolean> {
  const args = { p_id: id, p_secret: secret, p_keep_ms: keepMs, p_audit: toJson(audit) }
  return z.boolean().parse(await db.call('rotate_webhook_secret', args))
}

interface ListDeliveries {
  readonly endpointId: string
  readonly state?: DeliveryState | undefined
  /** Id of a delivery: the page goes on after it. */
  readonly before?: string | undefined
  readonly limit: number
}

/** Newest first. */
export async function listWebhookDeliveries(db: Db, request: ListDeliveries): Promise<Delivery[]> {
  const args = {
    p_endpoint_id: request.endpointId,
    p_limit: request.limit,
    p_state: request.state,
    p_before: request.before,
  }
  return delivery.array().parse(await db.call('list_webhook_deliveries', args))
}

export async function findWebhookDelivery(db: Db, id: string): Promise<DeliveryDetail | null> {
  return deliveryDetail.nullable().parse(await db.call('find_webhook_delivery', { p_id: id }))
}

/** Ids of deliveries that ended without success, oldest first; tests are left out. */
export async function listUndeliveredWebhooks(
  db: Db,
  { endpointId, limit }: { readonly endpointId: string; readonly limit: number },
): Promise<string[]> {
  const args = { p_endpoint_id: endpointId, p_limit: limit }
  return z.array(z.string()).parse(await db.call('list_undelivered_webhooks', args))
}

interface Redelivery {
  readonly id: string
  readonly turn: string
  readonly job: OutboxJob
}

/** Sends these again, at once. Those of endpoints that are off stay as they are; returns how many go out. */
export async function redeliverWebhooks(
  db: Db,
  { deliveries, audit }: { readonly deliveries: readonly Redelivery[]; readonly audit: AuditEntry | null },
): Promise<number> {
  const args = { p_deliveries: toJson(deliveries), p_audit: toJson(audit) }
  return z.int().parse(await db.call('redeliver_webhooks', args))
}
