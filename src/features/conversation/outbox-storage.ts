import { z } from 'zod'
import type { UnsentMessage } from './conversation-state.ts'

/** Where unsent messages outlive a reload: the tab's own storage, gone when the tab closes. */
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const stored = z.array(z.object({ clientMsgId: z.string(), body: z.string(), createdAtMs: z.number() }))

/** What this tab has written in a conversation and not sent; nothing when the storage is closed or holds anything else. */
export function readOutbox(store: Store, conversationId: string): readonly UnsentMessage[] {
  try {
    return stored.parse(JSON.parse(store.getItem(storageKey(conversationId)) ?? '[]'))
  } catch {
    return []
  }
}

export function writeOutbox(store: Store, conversationId: string, unsent: readonly UnsentMessage[]): void {
  try {
    if (unsent.length === 0) store.removeItem(storageKey(conversationId))
    else store.setItem(storageKey(conversationId), JSON.stringify(stored.parse(unsent)))
  } catch {
    // Full or forbidden storage: the messages are still on the screen and still being sent.
  }
}

const storageKey = (conversationId: string): string => `plantao.outbox.${conversationId}`
