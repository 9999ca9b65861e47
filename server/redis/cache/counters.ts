import type { CacheName } from '../../contracts/caches.ts'

/** All count calls, but for the last four. */
export const statNames = [
  /** Answered by the process's own copy. */
  'localHits',
  /** Answered by Redis. */
  'redisHits',
  /** Answered by a load, the caller's own or one that was under way. */
  'misses',
  /** Answered by a value past its TTL, within its grace. */
  'stale',
  /** Redis failed the call or was left alone, its circuit being open. */
  'errors',
  /** Loads that went to the source, and the milliseconds they took together. */
  'loads',
  'loadMs',
  /** Values served but not stored: longer than the cache allows, or not what their own schema takes back from JSON. */
  'tooLarge',
  'unstorable',
  /** Stored values that could not be read. */
  'corrupt',
  /** Loads that an invalidation overtook, so that they were not stored. */
  'refused',
] as const

export type CacheStats = { readonly [S in (typeof statNames)[number]]: number }
export type Counts = { -readonly [S in keyof CacheStats]: number }

export const noStats: CacheStats = {
  localHits: 0,
  redisHits: 0,
  misses: 0,
  stale: 0,
  errors: 0,
  loads: 0,
  loadMs: 0,
  tooLarge: 0,
  unstorable: 0,
  corrupt: 0,
  refused: 0,
}

export function createCounters() {
  const counts = new Map<CacheName, Counts>()
  return {
    /** To be counted up in place. */
    of(cache: CacheName): Counts {
      const known = counts.get(cache)
      if (known) return known
      const fresh = { ...noStats }
      counts.set(cache, fresh)
      return fresh
    },
    read(): ReadonlyMap<CacheName, CacheStats> {
      return new Map([...counts].map(([cache, stats]) => [cache, { ...stats }]))
    },
  }
}

export type Counters = ReturnType<typeof createCounters>
