import { exponentialDelayMs } from './back-off.ts'
import { contractOf, isJobName } from './contract-of.ts'
import { readJobFailure } from './job-failure.ts'

const unknownJob = { baseMs: 1_000, maxMs: 60_000 }
/** Providers remember idempotency keys for 24 h: whatever they ask for, all attempts stay well below that. */
const maxRetryAfterMs = 60 * 60_000

/**
 * BullMQ's `backoffStrategy`: the contract's exponential back-off, but never earlier than the other side asked.
 * @param attemptsMade 1 after the first failure
 */
export function retryDelayMs(attemptsMade: number, _type?: string, error?: Error, job?: { name: string }): number {
  const backoff = job && isJobName(job.name) ? contractOf(job.name).backoff : unknownJob
  const backOffMs = exponentialDelayMs({ ...backoff, attempt: attemptsMade })
  const askedMs = Math.min(maxRetryAfterMs, readJobFailure(error).retryAfterMs ?? 0)
  return Math.max(backOffMs, askedMs)
}
