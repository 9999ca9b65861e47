import { z } from 'zod'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import {
  type WebhookProvider,
  type WebhookState,
  type WebhookSummary,
  webhookSummary,
} from '#server/contracts/webhooks.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'

export interface ReceivedEvent {
  readonly id: string
  /** The provider's name of the event, at most 300 characters. */
  readonly providerEventId: string
  /** At most 120 characters. */
  readonly kind: string
  readonly event: unknown
  /** null: of a kind that this release does not know; it is kept and not processed. */
  readonly job: OutboxJob | null
}

const storedWebhooks = z.object({ stored: z.int(), known: z.int() })

/** The events of one request and their jobs, in one transaction. `known` counts those that had come before. */
export async function storeWebhooks(
  db: Db,
  { provider, events }: { readonly provider: WebhookProvider; readonly events: readonly ReceivedEvent[] },
): Promise<z.infer<typeof storedWebhooks>> {
  return storedWebhooks.parse(await db.call('store_webhooks', { p_provider: provider, p_events: toJson(events) }))
}

const storedWebhook = webhookSummary.extend({ event: z.unknown() })
export type StoredWebhook = z.infer<typeof storedWebhook>

/** An event with what it carries; null when it is gone. */
export async function readWebhook(db: Db, id: string): Promise<StoredWebhook | null> {
  return storedWebhook.nullable().parse(await db.call('read_webhook', { p_id: id }))
}

/** Answers whether it was still open: a repeat changes nothing. */
export async function settleWebhook(
  db: Db,
  { id, state }: { readonly id: string; readonly state: 'applied' | 'ignored' },
): Promise<boolean> {
  return z.boolean().parse(await db.call('settle_webhook', { p_id: id, p_state: state }))
}

interface ListWebhooks {
  readonly provider?: WebhookProvider | undefined
  readonly state?: WebhookState | undefined
  /** The page ends before this one; without it, at the newest. */
  readonly beforeId?: string | undefined
  readonly limit: number
}

/** Newest first. */
export async function listWebhooks(db: Db, request: ListWebhooks): Promise<WebhookSummary[]> {
  const { provider, state, beforeId, limit } = request
  const args = { p_limit: limit, p_provider: provider, p_state: state, p_before_id: beforeId }
  return webhookSummary.array().parse(await db.call('list_webhooks', args))
}

interface ReplaceUnknownWebhooks {
  readonly provider: WebhookProvider
  readonly replacements: readonly { readonly webhookId: string; readonly events: readonly ReceivedEvent[] }[]
  readonly audit: AuditEntry
}

/** Stores, with their jobs, what was read from events that were kept as unknown, and forgets those; answers how many. */
export async function replaceUnknownWebhooks(db: Db, request: ReplaceUnknownWebhooks): Promise<number> {
  const { provider, replacements, audit } = request
  const args = { p_provider: provider, p_replacements: toJson(replacements), p_audit: toJson(audit) }
  return z.int().parse(await db.call('replace_unknown_webhooks', args))
}

interface PruneWebhooks {
  readonly keepDays: number
  /** In one statement. */
  readonly limit: number
}

/** Forgets what came more than `keepDays` days ago, unless a job may still come to it; answers how many there were. */
export async function pruneWebhooks(db: Db, { keepDays, limit }: PruneWebhooks): Promise<number> {
  return z.int().parse(await db.call('prune_webhooks', { p_keep_days: keepDays, p_limit: limit }))
}
