import { z } from 'zod'
import type { AlertName } from '#server/contracts/alerts.ts'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import type { Db } from '../client.ts'
import { toJson } from './json.ts'

export interface AlertReading {
  readonly name: AlertName
  /** null: there was nothing to measure, which is well. */
  readonly value: number | null
  readonly threshold: number
  readonly clearsAt: number
  readonly isAbove: boolean
  readonly readingsToRaise: number
  /** The id and the job of the change, should this reading make one. */
  readonly eventId: string
  readonly job: OutboxJob
}

interface RecordAlertReadings {
  /** The same for every attempt of one evaluation, which counts once. */
  readonly readingId: string
  readonly readings: readonly AlertReading[]
}

const alertEventKind = z.enum(['raised', 'cleared'])

const alertChange = z.object({ id: z.string(), name: z.string(), kind: alertEventKind })

/** Counts the readings; what they raise or clear is noted, and its job enqueued, in one transaction. Returns the changes. */
export async function recordAlertReadings(
  db: Db,
  { readingId, readings }: RecordAlertReadings,
): Promise<z.infer<typeof alertChange>[]> {
  const args = { p_reading_id: readingId, p_readings: toJson(readings) }
  return alertChange.array().parse(await db.call('record_alert_readings', args))
}

/** Times are ISO 8601. Names may be of another release. */
export const alertEvent = z.object({
  id: z.string(),
  name: z.string(),
  kind: alertEventKind,
  value: z.number().nullable(),
  threshold: z.number(),
  at: z.string(),
})

export const alertsNow = z.object({
  /** Since the latest evaluation. */
  silentMs: z.number(),
  readAt: z.string(),
  alerts: z.array(
    z.object({
      name: z.string(),
      isRaised: z.boolean(),
      value: z.number().nullable(),
      threshold: z.number(),
      changedAt: z.string().nullable(),
    }),
  ),
  /** The latest changes, newest first. */
  events: z.array(alertEvent),
})
export type AlertsNow = z.infer<typeof alertsNow>

export async function readAlerts(db: Db, { events }: { events: number }): Promise<AlertsNow> {
  return alertsNow.parse(await db.call('read_alerts', { p_limit: events }))
}

export async function findAlertEvent(db: Db, id: string): Promise<z.infer<typeof alertEvent> | null> {
  return alertEvent.nullable().parse(await db.call('find_alert_event', { p_id: id }))
}

/**
 * For how long, in ms, a queue has had due jobs of which no worker has begun any; 0 when each queue is served.
 * @param queues the names of each queue's jobs
 */
export async function readStuckQueueMs(db: Db, queues: Readonly<Record<string, readonly string[]>>): Promise<number> {
  return z.coerce.number().parse(await db.call('stuck_queue_ms', { p_queues: toJson(queues) }))
}
