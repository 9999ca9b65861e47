import type { LocalLevel } from './local-level.ts'
import type { CacheRemote } from './remote.ts'
import type { Stamp } from './stamp.ts'

interface OwedOptions {
  readonly remote: CacheRemote
  readonly level: LocalLevel
  /** Told of every moment that Redis names. */
  readonly observe: (stamp: Stamp) => void
}

const retryMs = 300

/**
 * Invalidations that Redis has not confirmed. Until it has, this process trusts no entry: `settle` comes before every
 * read. They are gone with the process; then the change feed of the database and the entries' TTL remain.
 */
export function createOwedInvalidations({ remote, level, observe }: OwedOptions) {
  const owed = new Map<string, number>()
  let additions = 0
  let retry: NodeJS.Timeout | undefined

  async function settle(): Promise<void> {
    if (owed.size === 0) return
    const sent = [...owed]
    const told = await remote.invalidate(sent.map(([tag]) => tag))
    const settled = sent.filter(([tag, since]) => owed.get(tag) === since).map(([tag]) => tag)
    // One that was invalidated again meanwhile stays owed.
    for (const tag of settled) owed.delete(tag)
    level.settle(settled, told)
    observe(told)
  }

  function tryLater(): void {
    retry ??= setTimeout(async () => {
      retry = undefined
      await settle().catch(() => undefined)
      if (owed.size > 0) tryLater()
    }, retryMs).unref()
  }

  return {
    settle,
    count: () => owed.size,
    has: (tag: string) => owed.has(tag),
    add(tags: readonly string[]): void {
      additions += 1
      for (const tag of tags) owed.set(tag, additions)
      level.touchUntold(tags)
      tryLater()
    },
    stop: () => clearTimeout(retry),
  }
}

export type OwedInvalidations = ReturnType<typeof createOwedInvalidations>
