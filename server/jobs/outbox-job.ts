import { newId } from '#server/contracts/ids.ts'
import type { JobName, JobPayload, OutboxJob } from '#server/contracts/jobs.ts'
import { contractOf } from './contract-of.ts'

interface OutboxJobOptions {
  /** Not before; absent: at once. */
  readonly runAt?: Date
}

/**
 * A job to be written with the data it is about, in the same transaction (`p_jobs` of the SQL functions).
 * Its id is new, never reused, and becomes the id of the job and the idempotency key of its effects.
 * @throws ZodError when the payload is not what the contract says
 */
export function outboxJob<N extends JobName>(
  name: N,
  payload: JobPayload<N>,
  { runAt }: OutboxJobOptions = {},
): OutboxJob {
  const contract = contractOf(name)
  const job = { id: newId(), name, version: contract.version, payload: contract.payload.parse(payload) }
  return runAt ? { ...job, runAt: runAt.toISOString() } : job
}
