import { fullJitterMs } from '#src/trpc/backoff.ts'
import type { Failure } from '#src/trpc/failure.ts'
import type { OutboxRow } from './outbox-store.ts'

const retryDelay = { baseMs: 1_000, capMs: 15_000 }
const leastMs = 300
/** An error of ours may be a passing one, or a message that it can never store. */
const triesOfUnexpected = 3

type Verdict = Pick<OutboxRow, 'attempts' | 'notBeforeMs' | 'problem' | 'isRefused'>

interface FailedTry {
  readonly failure: Failure
  /** Tries before this one. */
  readonly attempts: number
  readonly now: number
  readonly random: () => number
}

/** What becomes of a message whose try failed: tried again after a while, or left to its author. */
export function judgeFailure({ failure, attempts, now, random }: FailedTry): Verdict {
  const askedMs = askedWaitMs(failure, attempts)
  const verdict = { attempts: attempts + 1, problem: failure, notBeforeMs: now }
  if (askedMs === undefined) return { ...verdict, isRefused: true }
  const waitMs = Math.max(leastMs, askedMs) + fullJitterMs(attempts, retryDelay, random)
  return { ...verdict, isRefused: false, notBeforeMs: now + waitMs }
}

/** Undefined for what repeating does not cure. */
function askedWaitMs(failure: Failure, attempts: number): number | undefined {
  switch (failure.kind) {
    case 'offline':
      return 0
    case 'unavailable':
      return failure.retryAfterMs ?? 0
    case 'limited':
      return failure.retryAfterMs
    case 'unexpected':
      return attempts + 1 < triesOfUnexpected ? 0 : undefined
    default:
      return undefined
  }
}
