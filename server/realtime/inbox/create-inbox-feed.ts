import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { InboxUpdate } from '#server/contracts/inbox.ts'
import { type InboxSignal, inboxSignal, type SharedInboxRow } from '#server/contracts/signals.ts'
import type { PubSub } from '#server/redis/pubsub.ts'
import { parseJson } from '../../parse-json.ts'
import { createRepeater } from '../repeater.ts'
import type { InboxFeed } from './inbox-feed.ts'
import { createInboxPane, type InboxPane } from './inbox-pane.ts'
import { createInboxReader } from './inbox-reader.ts'
import type { InboxSource } from './inbox-source.ts'
import { createRevisionBook } from './revision-book.ts'

interface InboxFeedOptions {
  readonly source: InboxSource
  readonly pubsub: Pick<PubSub, 'subscribe' | 'onReconnect'>
  readonly channel: string
  readonly log: Pick<Logger, 'debug'>
  /** How long a signal that never came can hide a change. */
  readonly repairMs?: number
  readonly joinMs?: number
}

/** So many open conversations are compared; of those beyond, the shown ones are read. */
const comparedRows = 1_000

export function createInboxFeed(options: InboxFeedOptions): InboxFeed {
  const { source, pubsub, channel, log, repairMs = 1_500, joinMs = 200 } = options
  const panes = new Map<string, InboxPane>()
  const book = createRevisionBook()
  const stopping = new AbortController()
  const repairs = createRepeater(repair)
  const found = { repairs: 0, rows: 0 }
  let epoch: string | undefined
  let unsubscribe: (() => Promise<void>) | undefined
  let watching: Promise<void> | undefined

  async function listen(): Promise<void> {
    if (unsubscribe) return
    const wasDeaf = epoch !== undefined
    unsubscribe = await pubsub
      .subscribe(channel, (text) => {
        const signal = inboxSignal.safeParse(parseJson(text)).data
        if (signal) hear(signal)
      })
      .catch(() => undefined)
    if (unsubscribe && wasDeaf) restartAll()
  }

  /** Marks may have been missed: nothing but a new snapshot shows them. */
  function restartAll(): void {
    for (const pane of panes.values()) pane.restart()
  }

  function hear(signal: InboxSignal): void {
    if (signal.kind === 'read') {
      noteMark(signal.userId, signal.conversationId, signal.readSeq)
    } else if (signal.epoch !== epoch) {
      void repairs.run().catch(() => undefined)
    } else {
      applyNew([signal.row], false)
      if (signal.readerId) noteMark(signal.readerId, signal.row.id, signal.row.headSeq)
    }
  }

  function noteMark(userId: string, conversationId: string, seq: number): void {
    for (const pane of panes.values()) pane.noteMark(userId, conversationId, seq)
  }

  /** Signals of two publishers overtake each other. @returns how many rows were news */
  function applyNew(rows: readonly SharedInboxRow[], isFound: boolean): number {
    const newer = rows.filter((row) => book.note(row.id, row.revision))
    if (newer.length > 0) for (const pane of panes.values()) pane.apply(newer, isFound)
    return newer.length
  }

  /** Compares what is shown with Postgres. Rejects while that is away. */
  async function repair(): Promise<void> {
    await listen()
    const { epoch: present, heads } = await source.readHeads({ limit: comparedRows })
    found.repairs += 1
    if (present !== epoch) return startOver(present, heads)
    const shown = new Set([...panes.values()].flatMap((pane) => [...pane.knownIds()]))
    const missing = [...shown].filter((id) => !heads.has(id))
    const changed = [...heads].filter(([id, revision]) => book.isNew(id, revision)).map(([id]) => id)
    const ids = [...missing, ...changed]
    if (ids.length === 0) return
    const rows = await source.readRows(ids)
    found.rows += applyNew(rows, true)
    const existing = new Set(rows.map(({ id }) => id))
    const gone = missing.filter((id) => !existing.has(id))
    if (gone.length > 0) for (const pane of panes.values()) pane.remove(gone)
  }

  /** At first, and when the database was put back: what was known means nothing then. */
  function startOver(present: string, heads: ReadonlyMap<string, number>): void {
    const isFirst = epoch === undefined
    epoch = present
    book.replace(heads)
    if (!isFirst) restartAll()
  }

  async function watchOver(): Promise<void> {
    while (panes.size > 0 && !stopping.signal.aborted) {
      await delay(repairMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted || panes.size === 0) break
      await repairs.run().catch((error) => log.debug({ err: error }, 'inbox not compared, trying again'))
      for (const pane of panes.values()) pane.repair()
    }
    epoch = undefined
    const stop = unsubscribe
    unsubscribe = undefined
    await stop?.()
  }

  function startWatching(): void {
    if (panes.size === 0 || stopping.signal.aborted) return
    watching ??= watchOver().finally(() => {
      watching = undefined
      startWatching()
    })
  }

  const forgetReconnects = pubsub.onReconnect(restartAll)

  function paneOf({ view, userId, isOwn, limit }: Omit<Parameters<InboxFeed['watch']>[0], 'signal'>) {
    const key = [view, limit, isOwn ? 'own' : 'firm', isOwn || view === 'mine' ? userId : ''].join(' ')
    const pane =
      panes.get(key) ??
      createInboxPane({
        ...{ view, userId, isOwn, limit, source, log, joinMs },
        // One pane may load what the others have not heard of yet.
        onLoaded: (rows) => void applyNew(rows, true),
      })
    panes.set(key, pane)
    startWatching()
    const leave = () => {
      if (!pane.isEmpty() || panes.get(key) !== pane) return
      panes.delete(key)
      pane.close()
    }
    return { pane, leave }
  }

  async function* watch({
    userId,
    view,
    isOwn,
    limit,
    signal,
  }: Parameters<InboxFeed['watch']>[0]): AsyncGenerator<InboxUpdate, void, undefined> {
    if (stopping.signal.aborted) return
    const reader = createInboxReader(userId, source)
    const { pane, leave } = paneOf({ view, userId, isOwn, limit })
    try {
      if (epoch === undefined) await repairs.run()
      await pane.attach(reader)
      yield* reader.mailbox.values(signal)
    } finally {
      pane.detach(reader)
      leave()
    }
  }

  return {
    watch,
    stats: () => ({
      readers: [...panes.values()].reduce((total, pane) => total + pane.readerCount(), 0),
      panes: panes.size,
      repairs: found.repairs,
      foundRows: found.rows,
    }),
    async close() {
      forgetReconnects()
      stopping.abort()
      await watching
      for (const pane of panes.values()) pane.close()
      panes.clear()
    },
  }
}
