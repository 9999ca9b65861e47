import type { Moments } from './moments.ts'
import type { TopicSource } from './topic.ts'

/** The head of one topic as Postgres had it at some moment after `startedAt`. */
export interface Reading {
  readonly epoch: string
  readonly head: number
  readonly startedAt: number
}

/** Reads heads of one kind of topic, many in one query. */
export interface HeadReader {
  /** What is asked for within the same turn of the event loop is read together. Rejects as the source does. */
  read(id: string): Promise<Reading>
  /** All of these, a full query at a time. */
  readAll(ids: readonly string[], onReading: (id: string, reading: Reading) => void): Promise<void>
}

interface HeadReaderOptions {
  readonly source: Pick<TopicSource, 'readHeads'>
  readonly moments: Moments
  readonly mostPerQuery: number
  readonly onQuery: () => void
}

interface Batch {
  readonly ids: Set<string>
  readonly readings: Promise<ReadonlyMap<string, Reading>>
}

export function createHeadReader({ source, moments, mostPerQuery, onQuery }: HeadReaderOptions): HeadReader {
  let gathering: Batch | undefined

  async function query(ids: readonly string[]): Promise<ReadonlyMap<string, Reading>> {
    const startedAt = moments.next()
    onQuery()
    const { epoch, heads } = await source.readHeads(ids)
    return new Map(ids.map((id) => [id, { epoch, head: heads.get(id) ?? 0, startedAt }]))
  }

  function gather(): Batch {
    const ids = new Set<string>()
    const readings = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      if (gathering?.ids === ids) gathering = undefined
      return query([...ids])
    })
    gathering = { ids, readings }
    return gathering
  }

  return {
    async read(id) {
      const batch = gathering && gathering.ids.size < mostPerQuery ? gathering : gather()
      batch.ids.add(id)
      const reading = (await batch.readings).get(id)
      if (!reading) throw new Error('A head that was asked for is always answered')
      return reading
    },
    async readAll(ids, onReading) {
      for (let start = 0; start < ids.length; start += mostPerQuery) {
        const readings = await query(ids.slice(start, start + mostPerQuery))
        for (const [id, reading] of readings) onReading(id, reading)
      }
    },
  }
}
