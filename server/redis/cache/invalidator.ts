import type { CacheTag } from '../../contracts/caches.ts'
import type { LocalLevel } from './local-level.ts'
import type { OwedInvalidations } from './owed-invalidations.ts'
import type { CacheRemote } from './remote.ts'
import type { Invalidation, Stamp } from './stamp.ts'
import { encodeTag } from './tags.ts'

interface InvalidatorOptions {
  readonly remote: CacheRemote
  readonly level: LocalLevel
  readonly owed: OwedInvalidations
  /** Told of every moment that Redis names. */
  readonly observe: (stamp: Stamp) => void
  /** Undefined when Redis failed. */
  readonly attempt: <R>(work: () => Promise<R>) => Promise<R | undefined>
}

export type Invalidator = ReturnType<typeof createInvalidator>

/** Voids by tag: in Redis, which tells the other processes, and here without waiting for that message. */
export function createInvalidator({ remote, level, owed, observe, attempt }: InvalidatorOptions) {
  async function tell(tags: readonly string[]): Promise<Invalidation | undefined> {
    const told = await attempt(() => remote.invalidate(tags))
    if (!told) return undefined
    level.touch(tags, told)
    observe(told)
    return told
  }

  async function invalidate(tags: readonly CacheTag[]): Promise<Invalidation | undefined> {
    if (tags.length === 0) return undefined
    const encoded = tags.map(encodeTag)
    const told = await tell(encoded)
    // Whether Redis took it is unknown: a time-out can hide that it did.
    if (!told) owed.add(encoded)
    return told
  }

  return {
    invalidate,
    async invalidateConfirmed(tags: readonly CacheTag[]): Promise<boolean> {
      return tags.length === 0 || (await tell(tags.map(encodeTag))) !== undefined
    },
    async invalidateAll(): Promise<boolean> {
      return (await tell([])) !== undefined
    },
  }
}
