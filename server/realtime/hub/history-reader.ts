import { parseHubMessage } from './hub-message.ts'
import type { StoredEvent, Topic } from './topic.ts'

/** What lies after a number, from where it is cheapest. */
export interface HistoryReader {
  /**
   * Contiguous events through `throughSeq` at least, where that is possible, beginning after `afterSeq` or, where it
   * costs nothing, earlier. Redis's window first, Postgres where the window does not span it. Rejects as Postgres does.
   */
  read(range: HistoryRange): Promise<HistoryPage>
}

export interface HistoryRange {
  readonly epoch: string
  /** What is needed lies after this. */
  readonly afterSeq: number
  /** What others may soon need, too. At most `afterSeq`. */
  readonly welcomeAfterSeq: number
  readonly throughSeq: number
}

export interface HistoryPage {
  /** The first event is the next one. */
  readonly afterSeq: number
  readonly events: readonly StoredEvent[]
}

interface HistoryReaderOptions {
  readonly topic: Topic
  readonly mostEvents: number
  readonly onRead: (from: 'window' | 'database') => void
}

export function createHistoryReader({ topic, mostEvents, onRead }: HistoryReaderOptions): HistoryReader {
  const { source, id } = topic

  async function readWindow({ epoch, welcomeAfterSeq }: HistoryRange): Promise<StoredEvent[]> {
    onRead('window')
    // Redis being away is no reason to fail: Postgres knows.
    const texts = await source.readWindow(id, welcomeAfterSeq).catch(() => [])
    const messages = texts.flatMap((text) => parseHubMessage(text) ?? [])
    return messages.flatMap(({ position, json }) => (position.epoch === epoch ? { seq: position.seq, json } : []))
  }

  async function readDatabase({ welcomeAfterSeq }: HistoryRange): Promise<HistoryPage> {
    onRead('database')
    const events = await source.readEvents(id, { afterSeq: welcomeAfterSeq, limit: mostEvents })
    return { afterSeq: welcomeAfterSeq, events: contiguousAfter(welcomeAfterSeq, events) }
  }

  return {
    async read(range) {
      const kept = lastRun(await readWindow(range))
      const [first, last] = [kept.at(0), kept.at(-1)]
      const isEnough = first && last && first.seq <= range.afterSeq + 1 && last.seq >= range.throughSeq
      return isEnough ? { afterSeq: first.seq - 1, events: kept } : readDatabase(range)
    },
  }
}

/** The beginning of a list that goes up by one from the number on. */
function contiguousAfter(afterSeq: number, events: readonly StoredEvent[]): StoredEvent[] {
  const end = events.findIndex(({ seq }, index) => seq !== afterSeq + 1 + index)
  return end === -1 ? [...events] : events.slice(0, end)
}

/** The end of a list that goes up by one. */
function lastRun(events: readonly StoredEvent[]): StoredEvent[] {
  const lastBreak = events.findLastIndex(({ seq }, index) => index > 0 && events[index - 1]?.seq !== seq - 1)
  return events.slice(Math.max(lastBreak, 0))
}
