import { retryDelaysMs } from '../../contracts/outgoing-webhooks.ts'

const dayMs = 24 * 60 * 60_000

interface FailedAttempt {
  /** 1 after the first. */
  readonly attempt: number
  readonly nowMs: number
  /** What the endpoint asked for. */
  readonly retryAfterMs: number | undefined
  /** Between 0 and 1. */
  readonly random: number
}

/**
 * When to try again, up to a tenth later than the schedule says, so that what failed together does not come back
 * together; never earlier than the endpoint asked (up to a day). Null: that was the last attempt.
 */
export function nextAttemptAtMs({ attempt, nowMs, retryAfterMs = 0, random }: FailedAttempt): number | null {
  const delayMs = retryDelaysMs[attempt - 1]
  if (delayMs === undefined) return null
  return nowMs + Math.max(Math.round(delayMs * (1 + random / 10)), Math.min(retryAfterMs, dayMs))
}
