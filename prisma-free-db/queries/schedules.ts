import { z } from 'zod'
import type { OutboxJob } from '#server/contracts/jobs.ts'
import type { Db } from '../client.ts'
import { toJson } from './json.ts'

interface ScheduleSetting {
  readonly name: string
  /** What `nextAt` was reckoned from. */
  readonly spec: string
  readonly nextAt: Date
}

const time = z.string().transform((text) => new Date(text))

/**
 * Makes the schedule known; `nextAt` counts only where it is new, or had another spec.
 * Returns the moment of its next slot.
 */
export async function setSchedule(db: Db, { name, spec, nextAt }: ScheduleSetting): Promise<Date> {
  const args = { p_name: name, p_spec: spec, p_next_at: nextAt.toISOString() }
  return time.parse(await db.call('set_job_schedule', args))
}

interface ScheduleSlot {
  readonly name: string
  readonly at: Date
  readonly nextAt: Date
  readonly job: OutboxJob
}

const fired = z.object({ status: z.enum(['fired', 'skipped', 'not_due']), nextAt: time })

/**
 * Enqueues the slot's job, once for all workers. 'skipped': the job of the slot before has not ended.
 * 'not_due': the slot is another worker's, or has not come by the clock of the database.
 */
export async function fireSchedule(db: Db, { name, at, nextAt, job }: ScheduleSlot): Promise<z.infer<typeof fired>> {
  const args = { p_name: name, p_at: at.toISOString(), p_next_at: nextAt.toISOString(), p_job: toJson(job) }
  return fired.parse(await db.call('fire_job_schedule', args))
}
