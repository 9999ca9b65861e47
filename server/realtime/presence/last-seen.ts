import type { Logger } from 'pino'

export interface Seen {
  readonly conversationId: string
  readonly userId: string
}

/** Notes when people were seen, many in one write. */
export interface LastSeen {
  /** Resolves when it is stored, or could not be: a moment lost is made good by the next. */
  touch(seen: readonly Seen[]): Promise<void>
}

interface LastSeenOptions {
  readonly store: (seen: readonly Seen[]) => Promise<unknown>
  readonly log: Logger
  /** How long the first of a batch waits for others. */
  readonly gatherMs?: number
}

const batchSize = 500

export function createLastSeen({ store, log, gatherMs = 20 }: LastSeenOptions): LastSeen {
  let waiting = new Map<string, Seen>()
  let flight: Promise<void> | undefined

  async function fly(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs))
    const batch = [...waiting.values()]
    waiting = new Map()
    flight = undefined
    for (let start = 0; start < batch.length; start += batchSize) await attempt(batch.slice(start, start + batchSize))
  }

  async function attempt(batch: readonly Seen[]): Promise<void> {
    try {
      await store(batch)
    } catch (error) {
      log.warn({ err: error, count: batch.length }, 'last seen not stored')
    }
  }

  return {
    touch(seen) {
      if (seen.length === 0) return Promise.resolve()
      for (const each of seen) waiting.set(`${each.conversationId} ${each.userId}`, each)
      flight ??= fly()
      return flight
    },
  }
}
