import { useState, useSyncExternalStore } from 'react'
import { createSeenStore, type SeenMap, type SeenStore } from './seen-store.ts'

const nothing: SeenMap = {}

/** What this browser has read, and the way to say that it read more. */
export function useSeen(): { readonly seen: SeenMap; readonly markSeen: SeenStore['markSeen'] } {
  const [store] = useState(() => (typeof window === 'undefined' ? undefined : createSeenStore(localStorage, window)))
  const seen = useSyncExternalStore(store?.subscribe ?? noSubscription, store?.read ?? readNothing, readNothing)
  return { seen, markSeen: store?.markSeen ?? ignore }
}

const noSubscription = () => () => undefined
const readNothing = () => nothing
const ignore = () => undefined
