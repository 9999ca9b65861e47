import { exponentialDelayMs } from './back-off.ts'
import { readJobFailure } from './job-failure.ts'

/** Providers remember idempotency keys for 24 h: whatever they ask for, all attempts stay well below that. */
const maxRetryAfterMs = 60 * 60_000

interface BackOff {
  readonly baseMs: number
  readonly maxMs: number
}

/**
 * The contract's exponential back-off, but never earlier than the other side asked.
 * @param attempt the one that failed, 1 for the first
 */
export function retryDelayMs(attempt: number, error: unknown, backoff: BackOff): number {
  const backOffMs = exponentialDelayMs({ ...backoff, attempt })
  const askedMs = Math.min(maxRetryAfterMs, readJobFailure(error).retryAfterMs ?? 0)
  return Math.max(backOffMs, askedMs)
}
