import { z } from 'zod'
import { type JobName, jobs, type OutboxJob } from '#server/contracts/jobs.ts'
import type { Db } from '../client.ts'

interface ClaimOutbox {
  readonly limit: number
  /** Until then no other relay sees these jobs; unmarked ones come back after it. */
  readonly leaseMs: number
}

/**
 * The oldest waiting jobs. Jobs whose name this release does not know stay waiting for one that does:
 * during a rolling deploy the newer release's relay takes them.
 */
export async function claimOutbox(db: Db, { limit, leaseMs }: ClaimOutbox): Promise<OutboxJob[]> {
  const claimed = await db.call('claim_outbox', { p_names: Object.keys(jobs), p_limit: limit, p_lease_ms: leaseMs })
  return outboxJob.array().parse(claimed)
}

const isJobName = (name: unknown): name is JobName => typeof name === 'string' && Object.hasOwn(jobs, name)

const outboxJob = z.object({
  id: z.string(),
  name: z.custom<JobName>(isJobName),
  version: z.int(),
  payload: z.unknown(),
})

/** These are in the queue now; returns how many were still waiting. */
export async function markOutboxRelayed(db: Db, ids: readonly string[]): Promise<number> {
  return z.int().parse(await db.call('mark_outbox_relayed', { p_ids: [...ids] }))
}

/** The queue could not take these: any relay may claim them at once. Returns how many were still waiting. */
export async function releaseOutbox(db: Db, ids: readonly string[]): Promise<number> {
  return z.int().parse(await db.call('release_outbox', { p_ids: [...ids] }))
}

const lag = z.object({ waiting: z.int(), oldestMs: z.number() })

/** Jobs that are due and not in the queue yet, and the age of the oldest (0 when there is none). */
export async function outboxLag(db: Db): Promise<z.infer<typeof lag>> {
  return lag.parse(await db.call('outbox_lag', {}))
}
