import { z } from 'zod'

/** How far each conversation was read in this browser: conversation id → seq. */
export type SeenMap = Readonly<Record<string, number>>

type Store = Pick<Storage, 'getItem' | 'setItem'>

const storageKey = 'plantao.seen'
const seenMap = z.record(z.string(), z.number())

export interface SeenStore {
  read(): SeenMap
  /** Never goes back: an older position than the known one changes nothing. */
  markSeen(conversationId: string, seq: number): void
  subscribe(onChange: () => void): () => void
}

/** One per window; other tabs of this browser are followed through the `storage` event of `target`. */
export function createSeenStore(
  store: Store,
  target: Pick<Window, 'addEventListener' | 'removeEventListener'>,
): SeenStore {
  const listeners = new Set<() => void>()
  let current = load(store)
  const announce = () => {
    for (const listener of listeners) listener()
  }
  const reload = (event: StorageEvent) => {
    if (event.key !== storageKey) return
    current = load(store)
    announce()
  }
  return {
    read: () => current,
    markSeen: (conversationId, seq) => {
      if (seq <= (current[conversationId] ?? 0)) return
      current = { ...current, [conversationId]: seq }
      save(store, current)
      announce()
    },
    subscribe: (onChange) => {
      if (listeners.size === 0) target.addEventListener('storage', reload)
      listeners.add(onChange)
      return () => {
        listeners.delete(onChange)
        if (listeners.size === 0) target.removeEventListener('storage', reload)
      }
    },
  }
}

function load(store: Store): SeenMap {
  try {
    return seenMap.parse(JSON.parse(store.getItem(storageKey) ?? '{}'))
  } catch {
    return {}
  }
}

function save(store: Store, seen: SeenMap): void {
  try {
    store.setItem(storageKey, JSON.stringify(seen))
  } catch {
    // Full or forbidden storage: what was read is forgotten with the page, nothing worse.
  }
}
