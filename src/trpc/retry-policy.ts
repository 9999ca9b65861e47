import { fullJitterMs } from './backoff.ts'
import { type Failure, isTransient, readFailure } from './failure.ts'

const maxRetries = 2

/**
 * Repeats what may have failed in passing. Right for queries, and for those mutations only whose input
 * carries an id of its own attempt: the first try may have been stored although its answer was lost.
 */
export const retryTransient = {
  retry: (failures: number, error: unknown): boolean => failures < maxRetries && isTransient(readFailure(error)),
  retryDelay: (failures: number): number => 300 + fullJitterMs(failures, { baseMs: 700, capMs: 5_000 }),
}

interface FailedQuery {
  readonly state: { readonly status: string; readonly error: unknown }
}

/** A page that stands there with an error asks again by itself, so that it comes back when the service does. */
export const recoverByItself = {
  refetchInterval: ({ state: { status, error } }: FailedQuery): number | false =>
    status === 'error' ? (waitMs(readFailure(error)) ?? false) : false,
}

const recoverEveryMs = 4_000

/** Undefined for what repeating does not cure. */
function waitMs(failure: Failure): number | undefined {
  if (failure.kind === 'limited') return Math.max(failure.retryAfterMs, recoverEveryMs)
  return isTransient(failure) || failure.kind === 'unexpected' ? recoverEveryMs + fullJitterMs(0, jitter) : undefined
}

const jitter = { baseMs: 2_000, capMs: 2_000 }
