import type { Flight } from './flights.ts'
import type { OwedInvalidations } from './owed-invalidations.ts'
import type { CacheRemote, Found, ReadMode, Wanted } from './remote.ts'
import type { Stamp } from './stamp.ts'

interface ReaderOptions {
  readonly remote: CacheRemote
  readonly owed: OwedInvalidations
  /** Told of every moment that Redis names. */
  readonly observe: (stamp: Stamp) => void
  readonly outage: { worked(): void; failed(error: unknown): void }
}

interface Pending {
  readonly wanted: Wanted
  readonly flight: Pick<Flight<unknown>, 'phase'> | undefined
  readonly resolve: (found: Found | undefined) => void
}

/** A full one leaves at once: the server works on it while this process prepares the next. */
const maxBatch = 16

/**
 * Reads that are asked for at the same time, as by the members of a tRPC batch, go out as one command: when every
 * promise that is settled by now has had its turn (the trick of graphql/dataloader).
 */
export function createBatchReader({ remote, owed, observe, outage }: ReaderOptions) {
  const settled = Promise.resolve()
  /** By mode: each cache has one object for its plain reads. */
  const waiting = new Map<ReadMode, Pending[]>()

  function flushAll(): void {
    for (const mode of waiting.keys()) flush(mode)
  }

  function flush(mode: ReadMode): void {
    const batch = waiting.get(mode)
    waiting.delete(mode)
    if (batch) void send(batch, mode)
  }

  async function send(batch: readonly Pending[], mode: ReadMode): Promise<void> {
    try {
      // Nothing stored is trusted while Redis does not know what this process has invalidated.
      if (owed.count() > 0) await owed.settle()
      for (const { flight } of batch) if (flight) flight.phase = 'asking'
      const found = await remote.read(
        batch.map(({ wanted }) => wanted),
        mode,
      )
      const [first] = found
      if (first) observe(first.stamp)
      outage.worked()
      for (const [index, { resolve }] of batch.entries()) resolve(found[index])
    } catch (error) {
      outage.failed(error)
      for (const { resolve } of batch) resolve(undefined)
    }
  }

  return {
    /** Undefined when Redis does not answer. The flight is told when the command goes out. */
    read(wanted: Wanted, mode: ReadMode, flight?: Pick<Flight<unknown>, 'phase'>): Promise<Found | undefined> {
      return new Promise((resolve) => {
        if (waiting.size === 0) void settled.then(() => process.nextTick(flushAll))
        const batch = waiting.get(mode)
        if (batch) batch.push({ wanted, flight, resolve })
        else waiting.set(mode, [{ wanted, flight, resolve }])
        if (batch?.length === maxBatch) flush(mode)
      })
    },
  }
}

export type BatchReader = ReturnType<typeof createBatchReader>
