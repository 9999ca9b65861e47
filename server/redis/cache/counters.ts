import type { CacheName } from '../../contracts/caches.ts'

export interface CacheStats {
  readonly hits: number
  readonly misses: number
  /** Misses that went to the source; the others joined a load under way. */
  readonly loads: number
  /** Times that Redis failed a call. */
  readonly errors: number
}

export function createCounters() {
  const counts = new Map<CacheName, CacheStats>()
  return {
    count(cache: CacheName, what: keyof CacheStats): void {
      const before = counts.get(cache) ?? none
      counts.set(cache, { ...before, [what]: before[what] + 1 })
    },
    read: (): ReadonlyMap<CacheName, CacheStats> => new Map(counts),
  }
}

const none: CacheStats = { hits: 0, misses: 0, loads: 0, errors: 0 }
