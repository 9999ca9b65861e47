import { createOutbox, type Outbox, type SendMessage } from './create-outbox.ts'
import { fallBackToMemory } from './fall-back-to-memory.ts'
import { createIndexedOutboxStore } from './indexed-outbox-store.ts'
import { createOutboxChannel } from './outbox-channel.ts'
import { createTakeTurns } from './take-turns.ts'

interface BrowserOutboxOptions {
  readonly viewerId: string
  readonly send: SendMessage
}

/** The outbox with what this browser has: IndexedDB, a channel between tabs, Web Locks, and the word that the network is back. */
export function createBrowserOutbox({ viewerId, send }: BrowserOutboxOptions): Outbox {
  const outbox = createOutbox({
    viewerId,
    send,
    store: fallBackToMemory(createIndexedOutboxStore()),
    channel: createOutboxChannel(viewerId),
    // Undefined outside a secure context, whatever the types say.
    takeTurns: createTakeTurns('locks' in navigator ? navigator.locks : undefined),
    clock: Date.now,
    random: Math.random,
    setTimer: (delayMs, run) => {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  })
  const wakeWhenVisible = () => {
    if (document.visibilityState === 'visible') outbox.wake()
  }
  // Someone has just opened the page: what an earlier one put off is tried now.
  outbox.wake()
  window.addEventListener('online', outbox.wake)
  document.addEventListener('visibilitychange', wakeWhenVisible)
  return {
    ...outbox,
    close: () => {
      window.removeEventListener('online', outbox.wake)
      document.removeEventListener('visibilitychange', wakeWhenVisible)
      outbox.close()
    },
  }
}
