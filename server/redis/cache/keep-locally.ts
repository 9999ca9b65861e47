import type { Ask } from './ask.ts'
import { earliestFactor } from './early-refresh.ts'
import type { LocalLevel } from './local-level.ts'
import type { Stamp } from './stamp.ts'

/** A value as Redis has it, and when Redis said so. */
export interface Kept<T> {
  readonly value: T
  readonly tags: readonly string[]
  readonly stamp: Stamp
  readonly freshMs: number
  readonly loadMs: number
  readonly size: number
}

export type KeepLocally = ReturnType<typeof createKeepLocally>

export function createKeepLocally(level: LocalLevel, clock: () => number) {
  return <T>({ request, policy }: Pick<Ask<T>, 'request' | 'policy'>, kept: Kept<T>): void => {
    const lifeMs = Math.min(policy.localTtlMs, kept.freshMs)
    if (lifeMs <= 0) return
    const nowMs = clock()
    const freshUntilMs = nowMs + kept.freshMs
    const untilMs = nowMs + lifeMs
    const entry = {
      schema: request.schema,
      served: Promise.resolve(kept.value),
      tags: kept.tags,
      seq: kept.stamp.seq,
      size: kept.size + 100,
      sinceMs: nowMs,
      untilMs,
      freshUntilMs,
      loadMs: kept.loadMs,
      quietUntilMs: Math.min(untilMs, freshUntilMs - kept.loadMs * policy.earlyRefresh * earliestFactor),
    }
    level.put(request.cache, request.id, entry, kept.stamp)
  }
}
