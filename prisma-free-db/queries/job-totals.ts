import { z } from 'zod'
import type { Db } from '../client.ts'

const jobTotals = z.object({
  /** Due, and not in the queue yet; and the age of the oldest, 0 when there is none. */
  waiting: z.int(),
  oldestMs: z.number(),
  /** Waiting for a moment to come. */
  later: z.int(),
  /** In the queue, or running. */
  unfinished: z.int(),
  /** The longest that a job in the queue has waited for its first attempt, 0 when none does. */
  oldestUnstartedMs: z.number(),
  /** Those that nobody has dealt with. */
  deadLetters: z.int(),
  /** When a worker last compared the queue with the outbox: every five seconds while one lives. ISO 8601. */
  lastRelayTurnAt: z.string().nullable(),
})
export type JobTotals = z.infer<typeof jobTotals>

/** What the outbox says about all jobs together. */
export async function readJobTotals(db: Db): Promise<JobTotals> {
  return jobTotals.parse(await db.call('job_totals', {}))
}
