import { z } from 'zod'
import { jobs } from '#server/contracts/jobs.ts'
import type { Db } from '../client.ts'

/** True for the one worker that has the duty for the next `forMs`. */
export async function takeJobTurn(db: Db, { duty, forMs }: { duty: 'reconcile'; forMs: number }): Promise<boolean> {
  return z.boolean().parse(await db.call('take_job_turn', { p_duty: duty, p_for_ms: forMs }))
}

const unfinishedJob = z.object({
  id: z.string(),
  name: z.string(),
  version: z.int(),
  payload: z.unknown(),
  attempts: z.int(),
  runningMs: z.number().nullable(),
})

/** A job of which Redis must know. */
export type UnfinishedJob = z.infer<typeof unfinishedJob>

interface UnfinishedPage {
  readonly afterId: string | undefined
  readonly limit: number
  /** Relayed, and due, at least this long ago. */
  readonly olderMs: number
}

/** By id. `runningMs`: how long ago an attempt began that has not been heard of since. */
export async function listUnfinishedJobs(
  db: Db,
  { afterId, limit, olderMs }: UnfinishedPage,
): Promise<UnfinishedJob[]> {
  const args = { p_limit: limit, p_older_ms: olderMs, p_after: afterId }
  return unfinishedJob.array().parse(await db.call('list_unfinished_jobs', args))
}

/** Jobs that no release has known for `olderMs` become dead letters. Returns how many did. */
export async function parkUnknownJobs(db: Db, { olderMs }: { readonly olderMs: number }): Promise<number> {
  return z.int().parse(await db.call('park_unknown_jobs', { p_names: Object.keys(jobs), p_older_ms: olderMs }))
}

interface UnknownJobs {
  readonly ids: readonly string[]
  /** Relayed, due and started, if it was, at least this long ago. */
  readonly olderMs: number
}

/** A relay that knows them may claim them from now on; parked they are not before another while. Returns how many. */
export async function releaseUnknownJobs(db: Db, { ids, olderMs }: UnknownJobs): Promise<number> {
  return z.int().parse(await db.call('release_unknown_jobs', { p_ids: [...ids], p_older_ms: olderMs }))
}
