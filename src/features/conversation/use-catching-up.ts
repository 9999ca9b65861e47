import { useEffect, useState } from 'react'
import type { ConversationState } from './conversation-state.ts'

/** `behind`: what is shown waits to be replaced; `resynced`: it just was. */
export type CatchingUp = 'behind' | 'resynced' | undefined

const shownForMs = 5_000

export function useCatchingUp({ view, generation }: Pick<ConversationState, 'view' | 'generation'>): CatchingUp {
  const [doneGeneration, setDoneGeneration] = useState(0)
  const isCurrent = view === 'current'
  useEffect(() => {
    if (!isCurrent) return
    const timer = setTimeout(() => setDoneGeneration(generation), shownForMs)
    return () => clearTimeout(timer)
  }, [isCurrent, generation])
  if (view === 'stale') return 'behind'
  return isCurrent && generation > doneGeneration ? 'resynced' : undefined
}
