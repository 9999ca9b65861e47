import { randomUUID } from 'node:crypto'
import type { Keys } from '../keys.ts'
import type { RedisStore } from '../store.ts'

interface FleetSizeOptions {
  readonly store: RedisStore
  readonly keys: Keys
  /** Milliseconds that only move forward. */
  readonly clock: () => number
}

const wordEveryMs = 10_000
const wordHoldsMs = 30_000

/**
 * How many processes decide limits: each says so in Redis every ten seconds while it does, without a timer.
 * While Redis is away the last count stands.
 */
export function createFleetSize({ store, keys, clock }: FleetSizeOptions) {
  const process = randomUUID()
  let size = 1
  let saidAtMs = Number.NEGATIVE_INFINITY

  async function say(): Promise<void> {
    try {
      size = await store.run('count-limiters', { keys: [keys.limiters()], args: [process, wordHoldsMs] })
    } catch {
      // Said again with the next call that is due; whoever decides reports the outage.
    }
  }

  return {
    /** To be called with every decision. */
    tick(): void {
      const nowMs = clock()
      if (nowMs - saidAtMs < wordEveryMs) return
      saidAtMs = nowMs
      void say()
    },
    size: () => size,
  }
}
