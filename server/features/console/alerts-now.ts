import { z } from 'zod'
import { readAlerts, alertsNow as storedAlerts } from '#db/queries/alerts.ts'
import { type AlertName, alertNames, alerts, isAlertName, readAlertsEveryMs } from '../../contracts/alerts.ts'
import type { Services } from '../../services.ts'

const alertName = z.enum(alertNames)

const event = storedAlerts.shape.events.element.extend({ name: alertName })

/** Every alert of this release, with the latest reading. Times are ISO 8601. */
export const alertsNow = z.object({
  worker: z.object({
    /** No worker has read the alerts for longer than it may take: what is shown below is old, and jobs wait. */
    isSilent: z.boolean(),
    silentMs: z.number(),
    readAt: z.string(),
  }),
  alerts: z.array(
    z.object({
      name: alertName,
      isRaised: z.boolean(),
      /** null: nothing to measure, or not measured yet. */
      value: z.number().nullable(),
      threshold: z.number(),
      clearsAt: z.number(),
      changedAt: z.string().nullable(),
    }),
  ),
  /** The latest changes, newest first. */
  events: z.array(event),
})

type Alerts = z.output<typeof alertsNow>

const mostEvents = 50

/** Judged by this process, so that a dead worker is told of. Throws SERVICE_UNAVAILABLE without the database. */
export async function readAlertsNow({ db, env }: Pick<Services, 'db' | 'env'>): Promise<Alerts> {
  const stored = await readAlerts(db, { events: mostEvents })
  return {
    worker: {
      isSilent: stored.silentMs > readAlertsEveryMs + env.ALERT_WORKER_SILENT_SECONDS * 1_000,
      silentMs: stored.silentMs,
      readAt: stored.readAt,
    },
    alerts: alertNames.map((name) => {
      const found = stored.alerts.find((alert) => alert.name === name)
      const threshold = env[alerts[name].variable]
      return {
        ...{ name, threshold, clearsAt: alerts[name].clearsAt(threshold) },
        ...{ isRaised: found?.isRaised ?? false, value: found?.value ?? null, changedAt: found?.changedAt ?? null },
      }
    }),
    events: stored.events.flatMap((change) => (isKnown(change) ? [change] : [])),
  }
}

const isKnown = <E extends { readonly name: string }>(change: E): change is E & { readonly name: AlertName } =>
  isAlertName(change.name)
