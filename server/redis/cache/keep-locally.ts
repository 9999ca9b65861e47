import type { z } from 'zod'
import type { CachePolicy } from '../../contracts/caches.ts'
import type { Ask } from './ask.ts'
import { earliestFactor } from './early-refresh.ts'
import type { LocalEntry, LocalLevel } from './local-level.ts'
import type { Stamp } from './stamp.ts'

/** What Redis has, as its text or as what that says, and when Redis said so. */
export interface Kept<T> {
  readonly text?: string
  readonly served?: Promise<T>
  readonly tags?: readonly string[]
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
    const life = { nowMs, untilMs: nowMs + lifeMs, earlyRefresh: policy.earlyRefresh }
    level.put(request.cache, request.id, new Copy(request.schema, kept, life), kept.stamp)
  }
}

interface Life extends Pick<CachePolicy, 'earlyRefresh'> {
  readonly nowMs: number
  readonly untilMs: number
}

/**
 * A class, because V8 watches object literals: seeing that many of these live on, it would make all of them in the old
 * generation, and keep what they point to until that is collected. (Seen: every text ever read.)
 */
class Copy<T> implements LocalEntry<T> {
  readonly schema: z.ZodType<T>
  served: Promise<T> | undefined
  text: string | undefined
  tags: readonly string[] | undefined
  readonly seq: number
  readonly sinceMs: number
  readonly untilMs: number
  readonly freshUntilMs: number
  readonly loadMs: number
  readonly size: number
  quietUntilMs: number
  checkedAt: number

  constructor(schema: z.ZodType<T>, kept: Kept<T>, { nowMs, untilMs, earlyRefresh }: Life) {
    this.schema = schema
    this.served = kept.served
    this.text = kept.text
    this.tags = kept.tags
    this.seq = kept.stamp.seq
    this.sinceMs = nowMs
    this.untilMs = untilMs
    this.freshUntilMs = nowMs + kept.freshMs
    this.loadMs = kept.loadMs
    this.size = kept.size + 100
    this.quietUntilMs = Math.min(untilMs, this.freshUntilMs - kept.loadMs * earlyRefresh * earliestFactor)
    this.checkedAt = -1
  }
}
