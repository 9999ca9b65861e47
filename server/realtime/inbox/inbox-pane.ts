import type { Logger } from 'pino'
import type { InboxView } from '#server/contracts/inbox.ts'
import type { SharedInboxRow } from '#server/contracts/signals.ts'
import { type InboxReader, shareChange } from './inbox-reader.ts'
import type { InboxSource } from './inbox-source.ts'
import { createInboxWindow } from './inbox-window.ts'

/** One view of the inbox and all on this gateway who look at it. */
export interface InboxPane {
  /** Ends with the reader's snapshot. Rejects when Postgres cannot be read; the reader stays, until it is detached. */
  attach(reader: InboxReader): Promise<void>
  detach(reader: InboxReader): void
  isEmpty(): boolean
  readerCount(): number
  /** @param isFound found in Postgres, not heard of: whoever wrote or read may not have been heard of either */
  apply(rows: readonly SharedInboxRow[], isFound: boolean): void
  remove(ids: readonly string[]): void
  noteMark(userId: string, conversationId: string, seq: number): void
  knownIds(): IterableIterator<string>
  /** Loads again and gives every reader a new snapshot. Never rejects; a failed one is owed. */
  restart(): void
  /** What could not be done before. */
  repair(): void
  close(): void
}

interface InboxPaneOptions {
  readonly view: InboxView
  readonly userId: string
  readonly isOwn: boolean
  readonly limit: number
  readonly source: InboxSource
  /** Rows as Postgres has them. */
  readonly onLoaded: (rows: readonly SharedInboxRow[]) => void
  readonly log: Pick<Logger, 'debug'>
  /** Changes within this time are one update. */
  readonly joinMs: number
}

export function createInboxPane(options: InboxPaneOptions): InboxPane {
  const { view, userId, isOwn, limit, source, log, joinMs } = options
  const readers = new Set<InboxReader>()
  /** Those of them who have their snapshot. */
  const settled = new Set<InboxReader>()
  let window = createInboxWindow({ view, userId, isOwn, limit })
  let doubtfulIds = new Set<string>()
  /** What was heard during a load, which may not have seen it. */
  let heard: SharedInboxRow[] | undefined
  let loading: Promise<void> | undefined
  let isLoaded = false
  let owesRestart = false
  let timer: NodeJS.Timeout | undefined
  let lastFlushMs = Number.NEGATIVE_INFINITY
  let work: Promise<void> = Promise.resolve()

  async function load(into: typeof window): Promise<void> {
    const asked = 2 * limit
    const meanwhile: SharedInboxRow[] = []
    heard = meanwhile
    const rows = (await source.list({ userId, view, isOwn, limit: asked })).map(({ readSeq: _readSeq, ...row }) => row)
    into.load(rows, asked)
    into.apply(meanwhile)
    heard = undefined
    options.onLoaded(rows)
  }

  async function loadFirst(): Promise<void> {
    await load(window)
    window.take()
    isLoaded = true
  }

  /** One thing at a time, so that every reader is told in the order of what happened. */
  function inTurn(task: () => Promise<void>): void {
    work = work.then(task).catch((error) => {
      owesRestart = true
      log.debug({ err: error, view }, 'inbox not readable, trying again')
    })
  }

  function schedule(): void {
    if (timer || !isLoaded) return
    const waitMs = Math.max(0, lastFlushMs + joinMs - performance.now())
    timer = setTimeout(() => {
      timer = undefined
      lastFlushMs = performance.now()
      inTurn(flush)
    }, waitMs)
  }

  async function flush(): Promise<void> {
    if (window.lacksRows()) await load(window)
    const change = window.take()
    const rows = new Map(window.taken().map((row) => [row.id, row]))
    const found = doubtfulIds
    doubtfulIds = new Set()
    const doubtful = (change?.rows ?? []).filter(
      ({ id, headSeq }) => found.has(id) || (headSeq > 1 && change?.enteredIds.has(id)),
    )
    const shared = change && shareChange(change)
    const told = [...settled].filter((reader) => shared || reader.hasMarks())
    const ids = doubtful.map(({ id }) => id)
    await inChunks(told, (reader) => reader.putChange(shared, ids, rows))
  }

  /** In the moment of the snapshot: no change falls between the two. */
  function settle(reader: InboxReader): void {
    if (readers.has(reader)) settled.add(reader)
  }

  async function startAgain(): Promise<void> {
    owesRestart = false
    const next = createInboxWindow({ view, userId, isOwn, limit })
    await load(next)
    next.take()
    window = next
    doubtfulIds = new Set()
    await inChunks([...settled], (reader) => reader.putSnapshot(() => window.taken()))
  }

  return {
    async attach(reader) {
      readers.add(reader)
      if (!isLoaded) {
        loading ??= loadFirst().finally(() => {
          loading = undefined
        })
        await loading
      }
      await reader.putSnapshot(
        () => window.taken(),
        () => settle(reader),
      )
      schedule()
    },
    detach(reader) {
      readers.delete(reader)
      settled.delete(reader)
      reader.mailbox.close()
    },
    isEmpty: () => readers.size === 0,
    readerCount: () => readers.size,
    apply(rows, isFound) {
      heard?.push(...rows)
      window.apply(rows)
      if (isFound) for (const { id } of rows) doubtfulIds.add(id)
      schedule()
    },
    remove(ids) {
      window.remove(ids)
      schedule()
    },
    noteMark(readerId, conversationId, seq) {
      for (const reader of readers) if (reader.userId === readerId) reader.noteMark(conversationId, seq)
      schedule()
    },
    knownIds: () => window.knownIds(),
    restart: () => inTurn(startAgain),
    repair() {
      if (owesRestart) inTurn(startAgain)
    },
    close() {
      clearTimeout(timer)
      for (const reader of readers) reader.mailbox.close()
    },
  }
}

const chunkSize = 20

async function inChunks<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += chunkSize) {
    await Promise.all(items.slice(start, start + chunkSize).map(act))
  }
}
