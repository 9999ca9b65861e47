import type { Position } from '../../contracts/positions.ts'
import { encodeEvent, type KeptEvent } from './encode-event.ts'
import type { ReorderBuffer } from './reorder-buffer.ts'
import type { Ring } from './ring.ts'
import type { StoredEvent } from './topic.ts'

/**
 * How far a topic has come here: whatever is offered, in whatever order and however often, comes out as 1, 2, 3, …,
 * each once. Opened at the head that Postgres named; what is offered before waits.
 */
export interface EventLog {
  /** Undefined until opened. */
  readonly epoch: string | undefined
  /** The last event that came out. */
  readonly last: number
  /** The number of the oldest event at hand; `last + 1` when there is none. */
  readonly firstHeld: number
  /** Whether something waits for an event in front of it. */
  readonly hasParked: boolean
  readonly bytes: number
  /** Begins at a position, or begins anew there: what was held belongs to the past. */
  startAt(position: Position): void
  offer(event: StoredEvent): Offered
  /** What came out after a number, if it is still at hand. */
  after(seq: number): readonly KeptEvent[] | undefined
  /** Keeps older events, which end where what is at hand begins. */
  backfill(events: readonly KeptEvent[]): void
  forgetParked(): void
  forgetForms(): void
}

export type Offered = 'next' | 'behind' | 'ahead'

interface EventLogParts {
  readonly ring: Ring
  readonly reorderBuffer: ReorderBuffer
  /** Called for each event, in order. */
  readonly onEvent: (event: KeptEvent) => void
}

export function createEventLog({ ring, reorderBuffer, onEvent }: EventLogParts): EventLog {
  let epoch: string | undefined
  let last = 0

  function append(epochNow: string, { seq, json }: StoredEvent): void {
    const event = encodeEvent({ epoch: epochNow, seq }, json)
    last = seq
    ring.push(event)
    onEvent(event)
    event.forgetForms()
  }

  function appendParked(epochNow: string): void {
    for (let event = reorderBuffer.take(last + 1); event; event = reorderBuffer.take(last + 1)) append(epochNow, event)
  }

  return {
    get epoch() {
      return epoch
    },
    get last() {
      return last
    },
    get firstHeld() {
      return ring.firstSeq ?? last + 1
    },
    get hasParked() {
      return reorderBuffer.size > 0
    },
    get bytes() {
      return ring.bytes
    },
    startAt(position) {
      if (epoch !== undefined) reorderBuffer.clear()
      ring.clear()
      epoch = position.epoch
      last = position.seq
      reorderBuffer.dropThrough(last)
      appendParked(position.epoch)
    },
    offer(event) {
      if (epoch !== undefined && event.seq <= last) return 'behind'
      if (epoch === undefined || event.seq > last + 1) {
        reorderBuffer.park(event)
        return 'ahead'
      }
      append(epoch, event)
      appendParked(epoch)
      return 'next'
    },
    after: (seq) => (seq === last ? [] : ring.after(seq)),
    backfill(events) {
      const first = ring.firstSeq ?? last + 1
      if (events.at(-1)?.seq === first - 1) ring.backfill(events)
    },
    forgetParked: () => reorderBuffer.clear(),
    forgetForms: () => ring.forgetForms(),
  }
}
