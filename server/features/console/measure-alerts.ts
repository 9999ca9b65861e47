import { readStuckQueueMs } from '#db/queries/alerts.ts'
import { readJobTotals } from '#db/queries/job-totals.ts'
import type { AlertName } from '../../contracts/alerts.ts'
import { jobs, queues } from '../../contracts/jobs.ts'
import type { Services } from '../../services.ts'
import { readCacheStats } from './cache-stats.ts'

/** In each alert's unit; null where there is nothing to measure. */
export type AlertValues = { readonly [N in AlertName]: number | null }

const hitRateMinutes = 10
/** Of fewer calls the rate says nothing: a site that is hardly visited loads most of what it shows. */
const fewestCalls = 100

/** Everything the alerts watch, as it is now. Rejects when Redis or the database does not answer. */
export async function measureAlerts(services: Services): Promise<AlertValues> {
  const [hitRate, totals, stuckMs, { state }] = await Promise.all([
    readHitRate(services),
    readJobTotals(services.db),
    readStuckQueueMs(services.db, jobsByQueue()),
    services.redis.inspect(),
  ])
  return {
    'low-hit-rate': hitRate,
    // Without the job that reads this.
    'queue-backlog': Math.max(0, totals.waiting + totals.unfinished - 1),
    'outbox-age': totals.oldestMs / 1_000,
    'failed-jobs': totals.deadLetters,
    'redis-memory': shareOf(state.usedMemoryBytes, state.memoryLimitBytes),
    'stuck-worker': stuckMs / 1_000,
  }
}

async function readHitRate(services: Services): Promise<number | null> {
  const { caches } = await readCacheStats(services, { minutes: hitRateMinutes })
  const calls = caches.reduce((sum, cache) => sum + cache.calls, 0)
  const hits = caches.reduce((sum, { hitRate, calls: asked }) => sum + (hitRate ?? 0) * asked, 0)
  return calls < fewestCalls ? null : hits / calls
}

/** A managed service may tell neither. */
const shareOf = (used: number | null, limit: number | null): number | null =>
  used === null || limit === null || limit === 0 ? null : used / limit

function jobsByQueue(): Record<string, string[]> {
  const entries = Object.entries(jobs)
  const namesOf = (queue: string) => entries.filter(([, job]) => job.queue === queue).map(([name]) => name)
  return Object.fromEntries(Object.keys(queues).map((queue) => [queue, namesOf(queue)]))
}
