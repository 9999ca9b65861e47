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

/** Somebody who waits for an entry. */
export interface Seeker {
  readonly wanted: Wanted
  /** Told when the command goes out. */
  readonly flight?: Pick<Flight<unknown>, 'phase'> | undefined
  /** Called once, never in the same turn; undefined when Redis does not answer. Must not throw. */
  readonly take: (found: Found | undefined) => void
}

/** A full one leaves at once: the server works on it while this process prepares the next. */
const maxBatch = 25

/**
 * Reads that are asked for at the same time, as by the members of a tRPC batch, go out as one command: when every
 * promise that is settled by now has had its turn (the trick of graphql/dataloader).
 */
export function createBatchReader({ remote, owed, observe, outage }: ReaderOptions) {
  const settled = Promise.resolve()
  /** By mode: each cache has one object for its plain reads. */
  const waiting = new Map<ReadMode, Seeker[]>()

  function flushAll(): void {
    for (const mode of waiting.keys()) flush(mode)
  }

  function flush(mode: ReadMode): void {
    const batch = waiting.get(mode)
    waiting.delete(mode)
    if (batch) void send(batch, mode)
  }

  async function send(batch: readonly Seeker[], mode: ReadMode): Promise<void> {
    const found = await answersTo(batch, mode)
    for (let index = 0; index < batch.length; index += 1) batch[index]?.take(found?.[index])
  }

  async function answersTo(batch: readonly Seeker[], mode: ReadMode): Promise<readonly Found[] | undefined> {
    try {
      // Nothing stored is trusted while Redis does not know what this process has invalidated.
      if (owed.count() > 0) await owed.settle()
      for (const { flight } of batch) if (flight) flight.phase = 'asking'
      const found = await remote.read(batch, mode)
      const [first] = found
      if (first) observe(first.stamp)
      outage.worked()
      return found
    } catch (error) {
      outage.failed(error)
      return undefined
    }
  }

  function seek(seeker: Seeker, mode: ReadMode): void {
    if (waiting.size === 0) void settled.then(() => process.nextTick(flushAll))
    const batch = waiting.get(mode)
    if (batch) batch.push(seeker)
    else waiting.set(mode, [seeker])
    if (batch?.length === maxBatch) flush(mode)
  }

  return {
    seek,
    read: (wanted: Wanted, mode: ReadMode, flight?: Seeker['flight']): Promise<Found | undefined> =>
      new Promise((take) => seek({ wanted, flight, take }, mode)),
  }
}

export type BatchReader = ReturnType<typeof createBatchReader>
