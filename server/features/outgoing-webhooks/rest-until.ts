import { restAfter } from '../../contracts/outgoing-webhooks.ts'

interface FailingEndpoint {
  /** Attempts in a row that failed. */
  readonly failures: number
  /** ISO 8601. */
  readonly lastFailedAt: string | null
}

/**
 * Until when a failing endpoint is not called: 5 s after its fifth failure, twice as long after each further one, 5 min
 * at most. 0 while it may be called. What waited for the end of the same rest then goes one by one, as the first to
 * fail begins the next.
 */
export function restUntilMs({ failures, lastFailedAt }: FailingEndpoint): number {
  if (failures < restAfter.failures || lastFailedAt === null) return 0
  const restMs = Math.min(restAfter.maxMs, restAfter.baseMs * 2 ** Math.min(30, failures - restAfter.failures))
  return Date.parse(lastFailedAt) + restMs
}
