import { type AlertReading, recordAlertReadings } from '#db/queries/alerts.ts'
import type { JobHandler } from '#server/jobs/job-handler.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import { wakeRelay } from '#server/jobs/wake-relay.ts'
import type { Services } from '#server/services.ts'
import { type AlertName, alertNames, alerts } from '../../contracts/alerts.ts'
import { newId } from '../../contracts/ids.ts'
import type { Env } from '../../env.ts'
import { measureAlerts } from './measure-alerts.ts'

type Handler = JobHandler<'evaluate-alerts', Services>

/** Reads every alert once; what that raises or clears is noted and mailed, each change once however often this runs. */
export const evaluateAlerts: Handler = async ({ jobId, services, log }) => {
  const values = await measureAlerts(services)
  const readings = alertNames.map((name) => toReading(name, values[name], services.env))
  const changes = await recordAlertReadings(services.db, { readingId: jobId, readings })
  const measured: Readonly<Record<string, number | null>> = values
  for (const { name, kind } of changes) log.warn({ alert: name, kind, value: measured[name] }, 'alert')
  if (changes.length > 0) await wakeRelay(services)
}

function toReading(name: AlertName, value: number | null, env: Env): AlertReading {
  const { variable, isAbove, readingsToRaise, clearsAt } = alerts[name]
  const threshold = env[variable]
  const eventId = newId()
  const job = outboxJob('email-operator-alert', { alertEventId: eventId })
  return { name, value, threshold, clearsAt: clearsAt(threshold), isAbove, readingsToRaise, eventId, job }
}
