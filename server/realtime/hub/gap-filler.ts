import type { Logger } from 'pino'
import type { EventLog } from './event-log.ts'
import type { HistoryReader } from './history-reader.ts'
import type { StoredEvent } from './topic.ts'

/** Fetches what Redis did not bring, after giving it a moment: most of what is missing is only late. */
export interface GapFiller {
  /** Something is missing. */
  arm(): void
  close(): void
}

interface GapFillerOptions {
  readonly log: EventLog
  readonly history: HistoryReader
  readonly parkMs: number
  /** The highest number known to exist. */
  readonly head: () => number
  readonly onFilled: (count: number) => void
  readonly logger: Logger
}

export function createGapFiller({ log, history, parkMs, head, onFilled, logger }: GapFillerOptions): GapFiller {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isFilling = false
  let isClosed = false

  const isBehind = () => log.hasParked || log.last < head()

  function arm(): void {
    if (isClosed || isFilling || timer) return
    timer = setTimeout(() => {
      timer = undefined
      if (isBehind()) void fill()
    }, parkMs)
  }

  async function fill(): Promise<void> {
    const { epoch, last } = log
    if (epoch === undefined) return
    isFilling = true
    try {
      const range = { epoch, afterSeq: last, welcomeAfterSeq: last, throughSeq: Math.max(head(), last + 1) }
      const { events } = await history.read(range)
      if (!isClosed && log.epoch === epoch) take(events)
    } catch (error) {
      logger.warn({ err: error }, 'a hole could not be read, trying again')
    } finally {
      isFilling = false
    }
  }

  function take(events: readonly StoredEvent[]): void {
    const before = log.last
    for (const event of events) log.offer(event)
    // Postgres does not know what would come before the parked: they are nobody's events.
    if (log.last === before && log.hasParked) log.forgetParked()
    onFilled(log.last - before)
    if (isBehind()) queueMicrotask(arm)
  }

  return {
    arm,
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}
