import type { z } from 'zod'
import type { CacheName, CacheTag } from '../../contracts/caches.ts'
import type { CacheStats } from './counters.ts'
import type { CacheExplanation } from './explain.ts'

export interface CacheEntry<T> {
  readonly cache: CacheName
  /** What tells this entry from others of the same cache. */
  readonly id: string
  /**
   * Values are checked on the way out of Redis; one that does not fit counts as missing. They must survive JSON.
   * Build it once: a copy in the process is served to callers with the same schema object only.
   */
  readonly schema: z.ZodType<T>
  /** What voids the entry, at most 1 000; a function where it depends on the value. */
  readonly tags: readonly CacheTag[] | ((value: T) => readonly CacheTag[])
}

export interface CacheLoad<T> extends CacheEntry<T> {
  /** `signal` is aborted when the load took longer than the hard timeout of the cache. */
  readonly load: (signal: AbortSignal) => Promise<T>
  /** Whether a value past its TTL, but within its grace, may stand in for a load that failed so. Default: yes. */
  readonly mayServeStaleAfter?: (error: unknown) => boolean
}

export interface CacheWrite<T> extends CacheEntry<T> {
  /** Changes the source of truth and answers the entry's new value. */
  readonly write: () => Promise<T>
  /** Tags of other entries that the write makes stale: the lists. */
  readonly invalidates?: readonly CacheTag[] | ((value: T) => readonly CacheTag[])
  /** Called after Redis confirmed the invalidation; not at all while it is away. */
  readonly onInvalidated?: () => Promise<void> | void
}

export interface Cache {
  /**
   * The stored value, or what `load` answers, which is then stored for the cache's TTL (`null`: its negative TTL).
   * One load per entry for the whole fleet. Nothing loaded before an invalidation of its tags is served or stored
   * after it. The value is deeply frozen, for callers share it. Rejects only if `load` does or takes too long.
   */
  getOrLoad<T>(request: CacheLoad<T>): Promise<T>
  /** Several at once, of one round trip; so are calls of `getOrLoad` that are made at the same time. */
  getMany<T>(requests: readonly CacheLoad<T>[]): Promise<T[]>
  /**
   * Runs `write`; voids the entry's tags and `invalidates`; stores the value, unless another writer came in between.
   * Rejects only if `write` does.
   */
  writeThrough<T>(request: CacheWrite<T>): Promise<T>
  /**
   * Voids every entry that carries one of the tags, in every process; call it after the write. Never rejects: what
   * Redis cannot be told now is told before this process trusts any entry again.
   * @returns whether Redis took it at once; otherwise it is told again, and perhaps more than once.
   */
  invalidate(tags: readonly CacheTag[]): Promise<boolean>
  /** The same for callers that try again themselves: whether Redis took it. */
  invalidateConfirmed(tags: readonly CacheTag[]): Promise<boolean>
  /** Voids every entry of every cache at once: whether Redis took it. */
  invalidateAll(): Promise<boolean>
  /** Why an entry is served or not, for the console. */
  explain(cache: CacheName, id: string): Promise<CacheExplanation>
  /** What each cache did since this process began; those never asked are absent. */
  stats(): ReadonlyMap<CacheName, CacheStats>
  /** Tells Redis what is still owed, hands in the last counts, stops the timers. The connections are their owner's. */
  close(): Promise<void>
}
