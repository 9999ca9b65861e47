import type { StoredEvent } from './topic.ts'

/** Events that came before those in front of them, by number; bounded, so that garbage cannot fill it. */
export interface ReorderBuffer {
  readonly size: number
  /** What finds no room is dropped: looking for the hole finds it again. */
  park(event: StoredEvent): void
  /** Takes the event with this number out. */
  take(seq: number): StoredEvent | undefined
  /** Forgets events up to this number. */
  dropThrough(seq: number): void
  clear(): void
}

export interface ReorderBounds {
  readonly mostEvents: number
  readonly mostBytes: number
}

export function createReorderBuffer({ mostEvents, mostBytes }: ReorderBounds): ReorderBuffer {
  const events = new Map<number, StoredEvent>()
  let bytes = 0

  function take(seq: number): StoredEvent | undefined {
    const event = events.get(seq)
    if (!event) return undefined
    events.delete(seq)
    bytes -= event.json.length
    return event
  }

  return {
    get size() {
      return events.size
    },
    park(event) {
      const hasRoom = events.size < mostEvents && bytes + event.json.length <= mostBytes
      if (!hasRoom || events.has(event.seq)) return
      events.set(event.seq, event)
      bytes += event.json.length
    },
    take,
    dropThrough(seq) {
      for (const parked of [...events.keys()]) if (parked <= seq) take(parked)
    },
    clear() {
      events.clear()
      bytes = 0
    },
  }
}
