import type { KeptEvent } from './encode-event.ts'

/** The newest events of a topic, contiguous, bounded by number and size. */
export interface Ring {
  readonly length: number
  /** Roughly what is held, in bytes: most characters are one byte. */
  readonly bytes: number
  /** The number of the oldest event; undefined when empty. */
  readonly firstSeq: number | undefined
  /** The caller pushes in order, without holes. */
  push(event: KeptEvent): void
  /** Puts as many of these in front as there is room for; they must end right before the first. */
  backfill(events: readonly KeptEvent[]): void
  /** Those after a number; undefined when it lies before what is held. */
  after(seq: number): readonly KeptEvent[] | undefined
  clear(): void
  /** Gives back the forms that replays made. */
  forgetForms(): void
}

export interface RingOptions {
  readonly mostEvents: number
  readonly mostBytes: number
}

export function createRing({ mostEvents, mostBytes }: RingOptions): Ring {
  let events: KeptEvent[] = []
  let bytes = 0

  const hasRoomFor = (event: KeptEvent): boolean => events.length < mostEvents && bytes + event.json.length <= mostBytes

  function dropOldest(): void {
    const oldest = events.shift()
    if (oldest) bytes -= oldest.json.length
  }

  return {
    get length() {
      return events.length
    },
    get bytes() {
      return bytes
    },
    get firstSeq() {
      return events[0]?.seq
    },
    push(event) {
      while (events.length > 0 && !hasRoomFor(event)) dropOldest()
      if (!hasRoomFor(event)) return
      events.push(event)
      bytes += event.json.length
    },
    backfill(older) {
      for (const event of older.toReversed()) {
        if (!hasRoomFor(event)) return
        events.unshift(event)
        bytes += event.json.length
      }
    },
    after(seq) {
      const first = events[0]?.seq
      return first === undefined || seq < first - 1 ? undefined : events.slice(seq - first + 1)
    },
    clear() {
      events = []
      bytes = 0
    },
    forgetForms() {
      for (const event of events) event.forgetForms()
    },
  }
}
