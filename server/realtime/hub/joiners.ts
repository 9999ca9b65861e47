import type { Cursor } from './cursor.ts'
import { decideStart, type Start } from './decide-start.ts'
import type { KeptEvent } from './encode-event.ts'
import type { Sink } from './hub.ts'
import type { ResyncReason } from './topic.ts'

/** Subscribers on their way to the head. */
export interface Joiners {
  readonly size: number
  add(joiner: Joiner): void
  delete(sink: Sink): void
  /** Looks at everybody again: some may have got what they waited for. */
  settle(): void
  /** Ends everybody. */
  clear(end: (sink: Sink) => void): void
}

export interface Joiner {
  readonly sink: Sink
  readonly cursor: Cursor
  /** The moment it came. */
  readonly since: number
}

export interface JoinersOptions {
  /** Undefined before the topic is open. */
  readonly known: () => Parameters<typeof decideStart>[1] | undefined
  /** What came out after that number, while it is at hand. */
  readonly after: (seq: number) => readonly KeptEvent[] | undefined
  readonly readHistory: (afterSeq: number) => Promise<History | 'changed'>
  readonly lookAtHead: () => void
  readonly replay: (sink: Sink, events: readonly KeptEvent[]) => void
  readonly resync: (sink: Sink, reason: ResyncReason) => void
  readonly mostReplayedEvents: number
  readonly mostReplayedBytes: number
  readonly onReadFailed: (error: unknown) => undefined
}

/** What was read: events from `afterSeq + 1` to the head of the moment, or less where Postgres has a hole. */
export interface History {
  readonly afterSeq: number
  readonly isComplete: boolean
  readonly events: readonly KeptEvent[]
}

export function createJoiners(options: JoinersOptions): Joiners {
  const joiners = new Map<Sink, Joiner>()
  let isReading = false

  function settle(): void {
    let lowest = Number.POSITIVE_INFINITY
    for (const joiner of joiners.values()) lowest = Math.min(lowest, settleOne(joiner) ?? lowest)
    if (lowest < Number.POSITIVE_INFINITY && !isReading) void readFrom(lowest)
  }

  /** @returns the number after which history must be read for this one. */
  function settleOne({ sink, cursor, since }: Joiner): number | undefined {
    const start = startOf({ cursor, since })
    if (start === undefined || start.kind === 'wait') return undefined
    if (start.kind === 'ask') return void options.lookAtHead()
    if (start.kind === 'resync') return void leave(sink, () => options.resync(sink, start.reason))
    const events = options.after(start.seq)
    if (events) return void catchUp(sink, events)
    if (isTooFar(start.seq)) return void leave(sink, () => options.resync(sink, 'gap'))
    return start.seq
  }

  function startOf(joiner: Omit<Joiner, 'sink'>): Start | undefined {
    const known = options.known()
    return known && decideStart(joiner, known)
  }

  const isTooFar = (seq: number): boolean => (options.known()?.last ?? 0) - seq > options.mostReplayedEvents

  function catchUp(sink: Sink, events: readonly KeptEvent[]): void {
    const bytes = events.reduce((sum, { json }) => sum + json.length, 0)
    leave(sink, () => (bytes > options.mostReplayedBytes ? options.resync(sink, 'gap') : options.replay(sink, events)))
  }

  function leave(sink: Sink, go: () => void): void {
    joiners.delete(sink)
    go()
  }

  /** One read at a time serves everybody whose cursor it spans. Those of a failed one stay: the next look tries again. */
  async function readFrom(afterSeq: number): Promise<void> {
    isReading = true
    const history = await options.readHistory(afterSeq).catch(options.onReadFailed)
    isReading = false
    if (!history) return
    if (history !== 'changed') serve(history)
    settle()
  }

  function serve({ afterSeq, isComplete, events }: History): void {
    for (const joiner of [...joiners.values()]) {
      const start = startOf(joiner)
      if (start?.kind !== 'after' || start.seq < afterSeq) continue
      if (isComplete) catchUp(joiner.sink, events.slice(start.seq - afterSeq))
      else if (!options.after(start.seq)) leave(joiner.sink, () => options.resync(joiner.sink, 'gap'))
    }
  }

  return {
    get size() {
      return joiners.size
    },
    add(joiner) {
      joiners.set(joiner.sink, joiner)
      const afterSeq = settleOne(joiner)
      if (afterSeq !== undefined && !isReading) void readFrom(afterSeq)
    },
    delete: (sink) => void joiners.delete(sink),
    settle,
    clear(end) {
      for (const sink of joiners.keys()) end(sink)
      joiners.clear()
    },
  }
}
