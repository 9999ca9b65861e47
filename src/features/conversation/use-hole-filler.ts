import { type Dispatch, useEffect, useState } from 'react'
import { fullJitterMs } from '#src/trpc/backoff.ts'
import { trpc } from '#src/trpc/client.ts'
import type { ConversationAction, ConversationState } from './conversation-state.ts'
import { findHole } from './find-hole.ts'

interface HoleFiller {
  readonly conversationId: string
  readonly state: ConversationState
  readonly dispatch: Dispatch<ConversationAction>
}

/** The stream normally delivers what is missing within this time. */
const patienceMs = 700
const pageLength = 200
const retryDelay = { baseMs: 1_000, capMs: 15_000 }

/** Asks for events that a later one (or the answer to a send) proved to exist and the stream did not bring. */
export function useHoleFiller({ conversationId, state, dispatch }: HoleFiller): void {
  const { client } = trpc.useUtils()
  const [failures, setFailures] = useState(0)
  const hole = state.isLoaded ? findHole(state) : undefined
  const afterSeq = hole?.afterSeq
  const beforeSeq = hole?.beforeSeq

  useEffect(() => {
    if (afterSeq === undefined || beforeSeq === undefined) return
    const fill = async () => {
      const limit = Math.min(pageLength, beforeSeq - afterSeq - 1)
      try {
        dispatch({ type: 'page-loaded', ...(await client.messages.list.query({ conversationId, beforeSeq, limit })) })
        setFailures(0)
      } catch {
        setFailures(failures + 1)
      }
    }
    const timer = setTimeout(() => void fill(), patienceMs + (failures > 0 ? fullJitterMs(failures, retryDelay) : 0))
    return () => clearTimeout(timer)
  }, [afterSeq, beforeSeq, failures, conversationId, client, dispatch])
}
