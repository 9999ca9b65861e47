import type { InboxRow, InboxUpdate, InboxView } from '#server/contracts/inbox.ts'
import type { InboxSignal, SharedInboxRow } from '#server/contracts/signals.ts'
import { createInboxFeed } from './create-inbox-feed.ts'
import type { InboxSource } from './inbox-source.ts'
import { nameOf, uuidOf } from './test-rows.ts'

interface OfficeOptions {
  /** How long a reading takes; its answer is of the moment it began. */
  readonly readMs?: () => number
  readonly repairMs?: number
}

/** For tests: a firm's conversations in memory, and a feed over them. */
export function createOffice({ readMs = () => 0, repairMs = 20 }: OfficeOptions = {}) {
  const table = new Map<string, SharedInboxRow>()
  const marks = new Map<string, number>()
  const listeners = new Set<(text: string) => void>()
  let epoch = 'one'
  let isAway = false

  const list = ({ userId, view, isOwn, limit }: Listed) =>
    [...table.values()]
      .filter((row) => row.status === 'open' && belongs(row, view, userId))
      .filter(({ staffIds }) => !isOwn || staffIds.includes(userId))
      .toSorted((left, right) => right.lastEventAt.localeCompare(left.lastEventAt) || left.id.localeCompare(right.id))
      .slice(0, limit)
      .map((row) => ({ ...row, readSeq: marks.get(`${userId} ${row.id}`) ?? 0 }))

  async function answer<T>(value: T): Promise<T> {
    await new Promise((resolve) => setTimeout(resolve, readMs()))
    if (isAway) throw new Error('Postgres is away')
    return value
  }

  const source: InboxSource = {
    list: (options) => answer(list(options)),
    readRows: (ids) => answer(ids.flatMap((id) => table.get(id) ?? [])),
    readHeads: ({ limit }) => {
      const open = [...table.values()].filter(({ status }) => status === 'open').slice(0, limit)
      return answer({ epoch, heads: new Map(open.map(({ id, revision }) => [id, revision])) })
    },
    readMarks: ({ userId, conversationIds }) =>
      answer(new Map(conversationIds.map((id) => [id, marks.get(`${userId} ${id}`) ?? 0]))),
  }
  const feed = createInboxFeed({
    source,
    channel: 'inbox',
    pubsub: {
      subscribe: async (_channel, listener) => {
        listeners.add(listener)
        return async () => void listeners.delete(listener)
      },
      onReconnect: () => () => undefined,
    },
    log: silent,
    joinMs: 3,
    repairMs,
  })

  return {
    feed,
    list,
    /** Lets readings and updates that are under way go on. */
    pass: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
    /** Stores a row; what is published of it is up to the test. */
    store: (row: SharedInboxRow) => void table.set(row.id, row),
    find: (name: string) => table.get(uuidOf(name)),
    remove: (name: string) => void table.delete(uuidOf(name)),
    mark(userName: string, name: string, seq: number) {
      const key = `${uuidOf(userName)} ${uuidOf(name)}`
      marks.set(key, Math.max(seq, marks.get(key) ?? 0))
    },
    publish(signal: InboxSignal) {
      for (const listener of listeners) listener(JSON.stringify(signal))
    },
    tell(row: SharedInboxRow, readerName?: string) {
      this.publish({ kind: 'row', epoch, row, readerId: readerName === undefined ? undefined : uuidOf(readerName) })
    },
    setEpoch: (next: string) => (epoch = next),
    setAway: (next: boolean) => (isAway = next),
    open: (userName: string, view: InboxView, { limit = 5, isOwn = false } = {}) =>
      openReader(feed, { userId: uuidOf(userName), view, isOwn, limit }),
  }
}

interface Listed {
  readonly userId: string
  readonly view: InboxView
  readonly isOwn: boolean
  readonly limit: number
}

const belongs = ({ assignee }: SharedInboxRow, view: InboxView, userId: string): boolean =>
  view === 'all' || (view === 'mine' ? assignee?.id === userId : assignee === null)

type Feed = ReturnType<typeof createInboxFeed>

/** A browser's list, merged as the contract says. */
function openReader(feed: Feed, options: Listed) {
  const stop = new AbortController()
  const rows = new Map<string, InboxRow>()
  const updates: InboxUpdate[] = []
  const failures: unknown[] = []
  const read = async () => {
    for await (const update of feed.watch({ ...options, signal: stop.signal })) {
      updates.push(update)
      if (update.kind === 'snapshot') rows.clear()
      else for (const id of update.removedIds) rows.delete(id)
      for (const row of update.rows) {
        const before = rows.get(row.id)
        const newer = before && before.revision > row.revision ? before : row
        rows.set(row.id, { ...newer, readSeq: Math.max(before?.readSeq ?? 0, row.readSeq) })
      }
    }
  }
  const ended = read().catch((error) => failures.push(error))
  return {
    ...options,
    rows,
    updates,
    failures,
    shown: () =>
      [...rows.values()].map(({ id, revision, readSeq }) => `${nameOf(id)}@${revision}/${readSeq}`).toSorted(),
    close: async () => {
      stop.abort()
      await ended
    },
  }
}

const silent = { debug: () => undefined }
