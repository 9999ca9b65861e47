import { randomUUID } from 'node:crypto'
import type { CacheTag } from '../../contracts/caches.ts'
import type { RedisClient } from '../create-client.ts'
import type { Keys } from '../keys.ts'
import type { Scripts } from '../scripts.ts'

/**
 * A moment in the order of invalidations. `seq` counts them; `epoch` names the life of the hash that holds the count,
 * so that a hash which was evicted or wiped and begun anew fits nothing stored before.
 */
export interface Stamp {
  readonly epoch: string
  readonly seq: number
}

/** The moment of an invalidation, and the last time before it that one of its tags was invalidated (0 = never). */
export interface Invalidation extends Stamp {
  readonly previousSeq: number
}

interface TagVersionsOptions {
  readonly redis: RedisClient
  readonly keys: Keys
  readonly scripts: Scripts
}

export type TagVersions = ReturnType<typeof createTagVersions>

/**
 * When each tag was last invalidated, by a counter in Redis and no clock. All of it lives in one hash: Redis evicts
 * it as a whole or not at all, so a lost tag can never pass for "never invalidated", and every script about it has
 * one key and runs in a Cluster. Entries live under other keys and are compared by the reader, after it read them:
 * that is why entry and tags need neither one slot nor one transaction (docs/decisions/009-cache-entries-checked-by-stamps.md).
 */
export function createTagVersions({ redis, keys, scripts }: TagVersionsOptions) {
  const key = keys.cacheTags()
  return {
    /** Now. What is loaded after this is as new as every invalidation counted up to it. */
    async now(): Promise<Stamp> {
      const [epoch, seq] = await scripts.run(redis, 'read-cache-stamp', { keys: [key], args: [randomUUID()] })
      return { epoch, seq }
    },
    /** Whether none of the tags was invalidated after `stamp`. */
    async areUntouchedSince(stamp: Stamp, tags: readonly CacheTag[]): Promise<boolean> {
      const [epoch, ...versions] = await redis.hmget(key, '#epoch', ...tags)
      return epoch === stamp.epoch && versions.every((version) => Number(version ?? 0) <= stamp.seq)
    },
    /** Voids all that carries one of the tags. */
    async invalidate(tags: readonly CacheTag[]): Promise<Invalidation> {
      const call = { keys: [key], args: [randomUUID(), ...tags] }
      const [epoch, seq, previousSeq] = await scripts.run(redis, 'invalidate-tags', call)
      return { epoch, seq, previousSeq }
    },
  }
}

export const isSameStamp = (left: Stamp, right: Stamp): boolean => left.epoch === right.epoch && left.seq === right.seq
