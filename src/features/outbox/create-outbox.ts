import { newId } from '#server/contracts/ids.ts'
import type { ReceivedEvent } from '#src/features/conversation/conversation-state.ts'
import { readFailure } from '#src/trpc/failure.ts'
import type { OutboxChannel } from './outbox-channel.ts'
import type { OutboxMessage } from './outbox-message.ts'
import type { OutboxRow, OutboxStore } from './outbox-store.ts'
import { createOutboxView } from './outbox-view.ts'
import { judgeFailure } from './send-outcome.ts'
import type { TakeTurns } from './take-turns.ts'

/** Rejects as tRPC does; repeating it with the same id is harmless. */
export type SendMessage = (
  message: Pick<OutboxRow, 'conversationId' | 'clientMsgId' | 'body'>,
) => Promise<ReceivedEvent>

interface OutboxOptions {
  readonly viewerId: string
  readonly store: OutboxStore
  readonly channel: OutboxChannel
  readonly takeTurns: TakeTurns
  readonly send: SendMessage
  readonly clock: () => number
  readonly random: () => number
  /** Calls back once after that time, unless cancelled. */
  readonly setTimer: (delayMs: number, run: () => void) => () => void
}

type StoredListener = (received: ReceivedEvent) => void

/** What one person wrote and the server has not confirmed, in all their conversations and tabs. */
export interface Outbox {
  /** Of one conversation, in the order they were written; the same array until something changes. */
  read(conversationId: string): readonly OutboxMessage[]
  /** How many messages, of all conversations, the server does not have. */
  countUnsent(): number
  subscribe(onChange: () => void): () => void
  /** Whoever shows a conversation hears of each of its messages that was stored, by this tab or another. */
  onStored(conversationId: string, listener: StoredListener): () => void
  /** Shown at once, kept, and sent when its turn comes. */
  add(conversationId: string, body: string): void
  retry(clientMsgId: string): void
  discard(clientMsgId: string): void
  /** Resolves when nothing of this person is left in the browser. */
  discardAll(): Promise<void>
  /** The conversation shows these now. */
  settle(clientMsgIds: readonly string[]): void
  /** The database was put back: what it had confirmed and nobody has seen since is sent again. */
  sendAgain(conversationId: string): void
  /** The network is back, or someone looks: what failed in passing does not wait any longer. */
  wake(): void
  close(): void
}

const outdatedAfterMs = 24 * 60 * 60_000
const afterSurpriseMs = 5_000

/** Sends one message after the other, in the order they were written: two at once could be numbered the other way round. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { viewerId, store, channel, takeTurns, send, clock, random, setTimer } = options
  const view = createOutboxView()
  const listeners = new Map<string, Set<StoredListener>>()
  let isClosed = false
  let isAsked = false
  let isRunning = false
  let cancelTimer = () => {}

  const refresh = async () => {
    const rows = await store.list(viewerId)
    view.showRows(rows)
    return rows
  }

  const drain = async () => {
    while (!isClosed) {
      const next = (await refresh()).find((row) => !row.isRefused && !view.isGone(row.clientMsgId))
      const now = clock()
      if (!next) return
      if (next.notBeforeMs > now) return wakeIn(next.notBeforeMs - now)
      if (now - next.confirmedAtMs > outdatedAfterMs) {
        await change(next.clientMsgId, { isRefused: true, problem: { kind: 'outdated' } })
      } else await sendOne(next)
    }
  }

  const sendOne = async (row: OutboxRow) => {
    try {
      const received = await send(row)
      announce(received)
      if (!isClosed) channel.tell({ kind: 'stored', received })
      await store.remove(row.clientMsgId)
    } catch (error) {
      const { attempts, clientMsgId } = row
      await change(clientMsgId, judgeFailure({ failure: readFailure(error), attempts, now: clock(), random }))
    }
  }

  const announce = (received: ReceivedEvent) => {
    const { conversationId } = received.event
    const hearing = listeners.get(conversationId)
    // Where nobody shows the conversation, nobody would ever settle it.
    view.showStored(received, hearing !== undefined && hearing.size > 0)
    for (const listener of hearing ?? []) listener(received)
  }

  const change = async (clientMsgId: string, changes: Parameters<OutboxStore['change']>[1]) => {
    await store.change(clientMsgId, changes)
    await refresh()
    if (!isClosed) channel.tell({ kind: 'changed' })
  }

  const wakeIn = (delayMs: number) => {
    cancelTimer()
    cancelTimer = setTimer(delayMs, ask)
  }

  const ask = () => {
    isAsked = true
    if (!isRunning && !isClosed) void run()
  }

  const run = async () => {
    isRunning = true
    try {
      while (isAsked && !isClosed) {
        isAsked = false
        await takeTurns(`plantao.outbox.${viewerId}`, drain)
      }
    } catch {
      wakeIn(afterSurpriseMs)
    } finally {
      isRunning = false
    }
  }

  const keep = async (row: OutboxRow) => {
    view.showAdded(row)
    await store.add(row)
    if (isClosed) return
    channel.tell({ kind: 'changed' })
    ask()
  }

  channel.listen((news) => {
    if (news.kind === 'stored') announce(news.received)
    else ask()
  })
  ask()

  return {
    read: view.read,
    countUnsent: () => view.unsentIds().length,
    subscribe: view.subscribe,
    onStored: (conversationId, listener) => {
      const hearing = listeners.get(conversationId) ?? new Set()
      listeners.set(conversationId, hearing.add(listener))
      return () => void hearing.delete(listener)
    },
    add: (conversationId, body) => void keep(newRow({ viewerId, conversationId, body, now: clock() })),
    retry: (clientMsgId) => {
      const asked = { attempts: 0, notBeforeMs: 0, confirmedAtMs: clock(), problem: null, isRefused: false }
      void change(clientMsgId, asked).then(ask)
    },
    discard: (clientMsgId) => {
      view.hide([clientMsgId])
      void store.remove(clientMsgId).then(() => isClosed || channel.tell({ kind: 'changed' }))
    },
    discardAll: async () => {
      const ids = view.unsentIds()
      view.hide(ids)
      for (const clientMsgId of ids) await store.remove(clientMsgId)
    },
    settle: (clientMsgIds) => {
      view.hide(clientMsgIds)
      // The stream may have been faster than an answer that then got lost.
      for (const clientMsgId of clientMsgIds) void store.remove(clientMsgId)
    },
    sendAgain: (conversationId) => {
      for (const { clientMsgId, body } of view.takeStored(conversationId)) {
        void keep({ ...newRow({ viewerId, conversationId, body, now: clock() }), clientMsgId })
      }
    },
    wake: () => {
      const isWaiting = ({ problem, isRefused }: OutboxRow) => problem && problem.kind !== 'limited' && !isRefused
      const hasten = async () => {
        for (const row of await store.list(viewerId)) {
          if (isWaiting(row)) await store.change(row.clientMsgId, { notBeforeMs: 0 })
        }
        ask()
      }
      if (!isClosed) void hasten()
    },
    close: () => {
      isClosed = true
      cancelTimer()
      channel.close()
      store.close()
    },
  }
}

const newRow = (
  row: Pick<OutboxRow, 'viewerId' | 'conversationId' | 'body'> & { readonly now: number },
): OutboxRow => ({
  clientMsgId: newId(),
  viewerId: row.viewerId,
  conversationId: row.conversationId,
  body: row.body,
  createdAtMs: row.now,
  confirmedAtMs: row.now,
  attempts: 0,
  notBeforeMs: 0,
  problem: null,
  isRefused: false,
})
