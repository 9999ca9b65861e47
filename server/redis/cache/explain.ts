import type { CacheName, CachePolicy } from '../../contracts/caches.ts'
import { readHead } from './entry.ts'
import type { BusState } from './invalidation-bus.ts'
import type { LocalLevel } from './local-level.ts'
import type { CacheRemote } from './remote.ts'

/** What is known about one entry at this moment, in this process and in Redis; no part of the value. */
export interface CacheExplanation {
  readonly key: string
  readonly verdict: Verdict
  readonly redis: {
    readonly isStored: boolean
    readonly bytes: number
    readonly isCompressed: boolean
    /** Until its TTL ends; 0 or less: it lives in its grace. */
    readonly freshForMs: number
    readonly loadMs: number
    /** The moment in the order of invalidations up to which the value is known to be true. */
    readonly epoch: string | null
    readonly seq: number
    readonly tags: readonly { readonly tag: string; readonly invalidatedSeq: number; readonly isVoid: boolean }[]
  } | null
  /** The moment that Redis is at. */
  readonly now: { readonly epoch: string; readonly seq: number } | null
  /** How long the one who loads it now may still take. */
  readonly leaseForMs: number | null
  readonly local: { readonly isServed: boolean; readonly ageMs: number; readonly forMs: number } | null
  readonly link: BusState | null
  readonly isCircuitOpen: boolean
  readonly owedInvalidations: number
}

export type Verdict =
  | 'fresh'
  | 'stale, served in its grace'
  | 'missing'
  | 'void: a tag was invalidated'
  | 'void: the tags began anew'
  | 'unreadable'
  | 'not stored: too large or not JSON'
  | 'unknown: Redis does not answer'

interface Situation {
  readonly cache: CacheName
  readonly id: string
  readonly key: string
  readonly policy: CachePolicy
  readonly remote: CacheRemote
  readonly level: LocalLevel
  readonly link: BusState | null
  readonly isCircuitOpen: boolean
  readonly owedInvalidations: number
  readonly clock: () => number
}

export async function explainEntry(situation: Situation): Promise<CacheExplanation> {
  const { cache, id, key, policy, remote, level, clock, link, isCircuitOpen, owedInvalidations } = situation
  const local = localOf(level, { cache, id, nowMs: clock() })
  const common = { key, local, link, isCircuitOpen, owedInvalidations }
  try {
    const stored = await remote.explain(cache, id)
    const now = { epoch: stored.epoch, seq: stored.seq }
    return {
      ...common,
      ...describe(stored, policy.graceMs),
      now,
      leaseForMs: stored.leaseMs > 0 ? stored.leaseMs : null,
    }
  } catch {
    return { ...common, verdict: 'unknown: Redis does not answer', redis: null, now: null, leaseForMs: null }
  }
}

type Stored = Awaited<ReturnType<CacheRemote['explain']>>

function describe(stored: Stored, graceMs: number): Pick<CacheExplanation, 'verdict' | 'redis'> {
  const head = readHead(stored.head)
  const tags = (head?.tags ?? []).map((tag, index) => {
    const invalidatedSeq = stored.tagSeqs[index] ?? 0
    return { tag, invalidatedSeq, isVoid: invalidatedSeq > (head?.seq ?? 0) }
  })
  const redis = {
    isStored: stored.bytes > 0,
    bytes: stored.bytes,
    isCompressed: head?.form === 'z',
    freshForMs: stored.lifeMs - graceMs,
    loadMs: head?.loadMs ?? 0,
    epoch: head?.epoch ?? null,
    seq: head?.seq ?? 0,
    tags,
  }
  return { redis, verdict: judge(stored, redis, head?.form) }
}

function judge(stored: Stored, redis: NonNullable<CacheExplanation['redis']>, form: string | undefined): Verdict {
  if (!redis.isStored) return 'missing'
  if (form === undefined) return 'unreadable'
  if (redis.epoch !== stored.epoch) return 'void: the tags began anew'
  if (redis.tags.some(({ isVoid }) => isVoid)) return 'void: a tag was invalidated'
  if (form === 'x') return 'not stored: too large or not JSON'
  return redis.freshForMs > 0 ? 'fresh' : 'stale, served in its grace'
}

interface Where {
  readonly cache: CacheName
  readonly id: string
  readonly nowMs: number
}

function localOf(level: LocalLevel, { cache, id, nowMs }: Where): CacheExplanation['local'] {
  const entry = level.shelf(cache).peek(id)
  if (!entry) return null
  const isServed = level.isTrustedAt(nowMs) && nowMs < entry.untilMs && level.isUntouched(entry)
  return { isServed, ageMs: nowMs - entry.sinceMs, forMs: entry.untilMs - nowMs }
}
