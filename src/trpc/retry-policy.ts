import { fullJitterMs } from './backoff.ts'
import { isTransient, readFailure } from './failure.ts'

const maxRetries = 2

/**
 * Repeats what may have failed in passing. Right for queries, and for those mutations only whose input
 * carries an id of its own attempt: the first try may have been stored although its answer was lost.
 */
export const retryTransient = {
  retry: (failures: number, error: unknown): boolean => failures < maxRetries && isTransient(readFailure(error)),
  retryDelay: (failures: number): number => 300 + fullJitterMs(failures, { baseMs: 700, capMs: 5_000 }),
}
