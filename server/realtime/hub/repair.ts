import type { Logger } from 'pino'
import type { Feed } from './feed.ts'
import type { HeadReader } from './head-reader.ts'

/** Compares where every topic is with where Postgres is: whatever Redis lost is found within one round. */
export interface Repair {
  /** One round; while one runs, another follows it. Never rejects. */
  run(): Promise<void>
}

interface RepairOptions {
  readonly feeds: () => Iterable<Feed>
  readonly readerOf: (feed: Feed) => HeadReader
  readonly logger: Logger
}

export function createRepair({ feeds, readerOf, logger }: RepairOptions): Repair {
  let running: Promise<void> | undefined
  let isWanted = false
  let isFailing = false

  async function rounds(): Promise<void> {
    do {
      isWanted = false
      await round()
    } while (isWanted)
    running = undefined
  }

  async function round(): Promise<void> {
    try {
      for (const [reader, group] of groupByReader()) {
        await reader.readAll([...group.keys()], (id, reading) => group.get(id)?.observe(reading))
      }
      if (isFailing) logger.info('heads are readable again')
      isFailing = false
    } catch (error) {
      if (!isFailing) logger.warn({ err: error }, 'heads not readable, trying again')
      isFailing = true
    }
  }

  function groupByReader(): ReadonlyMap<HeadReader, Map<string, Feed>> {
    const groups = new Map<HeadReader, Map<string, Feed>>()
    for (const feed of feeds()) {
      if (!feed.isSettled) continue
      const reader = readerOf(feed)
      const group = groups.get(reader) ?? new Map<string, Feed>()
      groups.set(reader, group.set(feed.topic.id, feed))
    }
    return groups
  }

  return {
    run() {
      if (running) isWanted = true
      running ??= rounds()
      return running
    },
  }
}
