import type { CachePolicy } from '../../contracts/caches.ts'
import type { CacheEntry, CacheLoad } from './cache.ts'
import type { Counts } from './counters.ts'
import type { ReadMode } from './remote.ts'
import { encodeTag } from './tags.ts'

/** One object each, so that reads that are made alike find each other, also those of several caches. */
export interface ReadModes {
  readonly plain: ReadMode
  readonly leaseless: ReadMode
  readonly refresh: ReadMode
}

export function createReadModes() {
  const known = new Map<string, ReadModes>()
  return ({ hardTimeoutMs: leaseMs, graceMs }: CachePolicy): ReadModes => {
    const name = `${leaseMs} ${graceMs}`
    const modes = known.get(name) ?? {
      plain: { leaseMs, graceMs },
      leaseless: { leaseMs: 0, graceMs },
      refresh: { leaseMs, graceMs, isRefresh: true },
    }
    known.set(name, modes)
    return modes
  }
}

/** One caller's wish, with what its cache brings along. */
export interface Ask<T> {
  readonly request: CacheLoad<T>
  readonly policy: CachePolicy
  readonly counts: Counts
  readonly modes: ReadModes
  readonly entryKey: string
  readonly leaseKey: string
}

export const tagsOf = <T>({ tags }: Pick<CacheEntry<T>, 'tags'>, value: T): string[] =>
  (typeof tags === 'function' ? tags(value) : tags).map(encodeTag)

/** How long a value is fresh; in Redis it stays for its grace beyond that. */
export function freshMsOf(value: unknown, policy: CachePolicy, random: () => number): number {
  const fullMs = value === null ? policy.negativeTtlMs : policy.ttlMs
  return Math.max(1, Math.round(fullMs * (1 - policy.jitter * random())))
}
