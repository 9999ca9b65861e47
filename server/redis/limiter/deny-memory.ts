import type { LimitCall } from './quota.ts'
import type { Verdict } from './verdict.ts'

/**
 * Refusals remembered until the moment at which the call can succeed, so that a flood of refused calls costs Redis
 * nothing. Never refuses what Redis would grant: a refusal only ends early by a refund, a reset or a wiped Redis. The
 * first two say so (`forget`); what was not heard is bounded by `trustMs`, after which Redis is asked again.
 */
export interface DenyMemory {
  recall(call: LimitCall): Verdict | undefined
  /** @param sentAtMs when Redis was asked: it decided no earlier, so the refusal holds at least that much longer. */
  remember(call: LimitCall, verdict: Verdict, sentAtMs: number): void
  forget(subject: string): void
  forgetAll(): void
  /** Moves with every `forget`: a refusal decided before one may have been remembered after it. */
  epoch(): number
}

interface Denial {
  readonly cost: number
  readonly verdict: Verdict
  readonly sinceMs: number
  readonly untilMs: number
}

const trustMs = 5_000
const maxSubjects = 10_000
const maxCallsPerSubject = 64

/** @param clock milliseconds that only move forward */
export function createDenyMemory(clock: () => number): DenyMemory {
  const subjects = new Map<string, Map<string, Denial>>()
  let epoch = 0

  function remember(call: LimitCall, verdict: Verdict, sentAtMs: number): void {
    const waitMs = Math.max(...verdict.standings.map(({ retryUs }) => retryUs)) / 1_000
    const calls = subjects.get(call.subject) ?? new Map<string, Denial>()
    calls.set(nameOf(call), {
      cost: call.cost,
      verdict,
      sinceMs: sentAtMs,
      untilMs: sentAtMs + Math.min(waitMs, trustMs),
    })
    dropOldest(calls, maxCallsPerSubject)
    subjects.delete(call.subject)
    subjects.set(call.subject, calls)
    dropOldest(subjects, maxSubjects)
  }

  return {
    recall(call) {
      const calls = subjects.get(call.subject)
      if (!calls) return undefined
      const name = nameOf(call)
      const denial = calls.get(name)
      if (!denial || call.cost < denial.cost) return undefined
      const nowMs = clock()
      if (nowMs < denial.untilMs) return later(denial.verdict, (nowMs - denial.sinceMs) * 1_000)
      calls.delete(name)
      if (calls.size === 0) subjects.delete(call.subject)
      return undefined
    },
    remember,
    forget(subject) {
      epoch += 1
      subjects.delete(subject)
    },
    forgetAll() {
      epoch += 1
      subjects.clear()
    },
    epoch: () => epoch,
  }
}

const nameOf = ({ quotas }: LimitCall): string => quotas.map(({ key }) => key).join(' ')

/** A Map keeps the order of insertion. */
function dropOldest<K>(map: Map<K, unknown>, max: number): void {
  if (map.size <= max) return
  for (const oldest of map.keys()) return void map.delete(oldest)
}

function later({ isAllowed, standings, isLocal }: Verdict, passedUs: number): Verdict {
  const rest = (us: number) => Math.max(0, us - passedUs)
  return {
    isAllowed,
    isLocal,
    standings: standings.map(({ remaining, resetUs, retryUs, receipt }) => ({
      remaining,
      resetUs: rest(resetUs),
      retryUs: rest(retryUs),
      receipt,
    })),
  }
}
