import type { CacheTag } from '#server/contracts/caches.ts'
import { isCacheTag } from '#server/contracts/domain-events.ts'

/** The part of the cache that the change feed speaks to; both answer whether Redis has taken it. */
export interface ToldCache {
  invalidateConfirmed(tags: readonly CacheTag[]): Promise<boolean>
  invalidateAll(): Promise<boolean>
}

/** More than this is told as one word. */
const maxTags = 1_000

/**
 * Hands the tags of the log to the cache. A tag that this release does not know may belong to entries of a newer one
 * that is being rolled out, so it voids everything, as do too many tags and the log's own '*'.
 */
export function tellCache(cache: ToldCache, tags: readonly string[]): Promise<boolean> {
  const known = tags.filter(isCacheTag)
  if (known.length < tags.length || known.length > maxTags) return cache.invalidateAll()
  return cache.invalidateConfirmed(known)
}
