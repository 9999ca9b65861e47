import { TRPCClientError } from '@trpc/client'
import { vi } from 'vitest'
import type { ChatEvent } from '#server/contracts/events.ts'
import { createOutbox, type Outbox, type SendMessage } from './create-outbox.ts'
import type { OutboxChannel, OutboxNews } from './outbox-channel.ts'
import type { OutboxStore } from './outbox-store.ts'
import { createTakeTurns, type TakeTurns } from './take-turns.ts'

export const conversationId = '019ab000-0000-7000-8000-000000000001'
export const viewerId = '019ab000-0000-7000-8000-000000000002'

/** A server that stores each message once, in the order they come in, and can be told to fail. */
export function createTestServer() {
  const ledger: ChatEvent[] = []
  const failures: unknown[] = []
  let answersLost = 0
  let calls = 0
  const send: SendMessage = async ({ clientMsgId, body }) => {
    calls += 1
    await Promise.resolve()
    if (failures.length > 0) throw failures.shift()
    const event = ledger.find((stored) => stored.clientMsgId === clientMsgId) ?? store(clientMsgId, body)
    if (answersLost > 0) {
      answersLost -= 1
      throw new TRPCClientError('the line was cut')
    }
    return { event, epoch: 'a' }
  }
  const store = (clientMsgId: string, body: string): ChatEvent => {
    const event: ChatEvent = {
      kind: 'message',
      conversationId,
      seq: ledger.length + 1,
      id: crypto.randomUUID(),
      createdAt: '2026-11-20T12:00:00Z',
      author: { id: viewerId, name: 'Ana', side: 'visitor' },
      clientMsgId,
      body,
    }
    ledger.push(event)
    return event
  }
  return {
    send,
    ledger: () => ledger.map(({ body }) => body),
    calls: () => calls,
    forget: () => ledger.splice(0),
    failNext: (...errors: unknown[]) => void failures.push(...errors),
    loseAnswers: (count: number) => {
      answersLost = count
    },
  }
}

/** What tabs have in common: their channel and their locks. */
export function createTestBrowser() {
  const tabs = new Set<(news: OutboxNews) => void>()
  const createChannel = (): OutboxChannel => {
    let own: ((news: OutboxNews) => void) | undefined
    return {
      tell: (news) => {
        for (const listener of tabs) if (listener !== own) queueMicrotask(() => listener(structuredClone(news)))
      },
      listen: (listener) => {
        own = listener
        tabs.add(listener)
      },
      close: () => void (own && tabs.delete(own)),
    }
  }
  return { createChannel, takeTurns: createTakeTurns(navigator.locks) }
}

interface TabOptions {
  readonly server: { readonly send: SendMessage }
  readonly store: OutboxStore
  readonly browser?: { readonly createChannel: () => OutboxChannel; readonly takeTurns: TakeTurns }
  readonly clock?: () => number
}

/** One tab with the conversation open: its outbox and the timers it set, fired by hand. */
export function openTab({ server, store, browser = createTestBrowser(), clock = Date.now }: TabOptions) {
  const timers = new Map<() => void, number>()
  const outbox = createOutbox({
    viewerId,
    store,
    channel: browser.createChannel(),
    takeTurns: browser.takeTurns,
    send: server.send,
    clock,
    random: () => 0,
    setTimer: (delayMs, run) => {
      timers.set(run, delayMs)
      return () => void timers.delete(run)
    },
  })
  const received: number[] = []
  outbox.onStored(conversationId, ({ event }) => received.push(event.seq))
  return {
    outbox,
    received,
    timers: () => [...timers.values()],
    /** Later, when every wait is over. */
    fireTimers: () => {
      const due = [...timers.keys()]
      timers.clear()
      for (const run of due) run()
    },
    shown: () => outbox.read(conversationId).map(({ body, state }) => `${body}: ${state.kind}`),
    [Symbol.dispose]: () => outbox.close(),
  }
}

export const find = (outbox: Outbox, body: string): string =>
  outbox.read(conversationId).find((message) => message.body === body)?.clientMsgId ?? ''

export const eventually = (check: () => void) => vi.waitFor(check, { interval: 1 })
