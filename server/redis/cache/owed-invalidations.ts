import type { CacheTag } from '../../contracts/caches.ts'
import type { Invalidation, TagVersions } from './tag-versions.ts'

/**
 * Invalidations that Redis has not confirmed. Until it has, this process trusts no entry: `settle` comes before every
 * read. They are gone with the process; then the entries' TTL is what remains.
 */
export function createOwedInvalidations(versions: TagVersions) {
  const owed = new Map<CacheTag, number>()
  let generation = 0

  return {
    /** Grows with every invalidation of this process, whether Redis knows of it or not. */
    generation: () => generation,
    add(tags: readonly CacheTag[]): void {
      generation += 1
      for (const tag of tags) owed.set(tag, generation)
    },
    /** Tells Redis what it does not know yet; rejects while it cannot be told. */
    async settle(): Promise<Invalidation | undefined> {
      if (owed.size === 0) return undefined
      const sent = [...owed]
      const invalidation = await versions.invalidate(sent.map(([tag]) => tag))
      for (const [tag, since] of sent) {
        // One that was invalidated again meanwhile stays owed.
        if (owed.get(tag) === since) owed.delete(tag)
      }
      return invalidation
    },
  }
}
