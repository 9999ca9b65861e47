import { type Dispatch, useCallback, useEffect, useState } from 'react'
import { fullJitterMs } from '#src/trpc/backoff.ts'
import { trpc } from '#src/trpc/client.ts'
import { type Failure, isTransient, readFailure } from '#src/trpc/failure.ts'
import type { ConversationAction, ConversationState } from './conversation-state.ts'
import { missingPage } from './missing-page.ts'

interface MissingPagesOptions {
  readonly conversationId: string
  readonly state: ConversationState
  readonly dispatch: Dispatch<ConversationAction>
}

interface MissingPages {
  /** Why the last read failed; undefined while there was none or it succeeded. */
  readonly failure: Failure | undefined
  readonly isReading: boolean
  readonly readAgain: () => void
}

/** The stream normally delivers within this time what came out of order. */
const patienceMs = 700
const retryDelay = { baseMs: 1_000, capMs: 15_000 }
const firstTry = { failures: 0, failure: undefined, isReading: false }

/** Reads what the conversation lacks, whatever made it lack it: the first page, a resync, a hole. */
export function useMissingPages({ conversationId, state, dispatch }: MissingPagesOptions): MissingPages {
  const { client } = trpc.useUtils()
  const [progress, setProgress] = useState<Progress>(firstTry)
  const [ask, setAsk] = useState({ failures: 0 })
  const { limit, beforeSeq, generation } = missingPage(state) ?? nothing

  useEffect(() => {
    if (limit === 0) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = async () => {
      setProgress((before) => ({ ...before, isReading: true }))
      const input = { conversationId, limit, ...(beforeSeq !== undefined && { beforeSeq }) }
      try {
        const page = await client.messages.list.query(input)
        dispatch({ type: 'page-loaded', page, generation })
        setProgress(firstTry)
      } catch (error) {
        const failure = readFailure(error)
        const failures = ask.failures + 1
        setProgress({ failure, isReading: false })
        const waitMs = waitAfter(failure, failures)
        if (waitMs !== undefined) timer = setTimeout(() => setAsk({ failures }), waitMs)
      }
    }
    timer = setTimeout(() => void read(), beforeSeq === undefined ? 0 : patienceMs)
    return () => clearTimeout(timer)
  }, [limit, beforeSeq, generation, ask, conversationId, client, dispatch])

  const readAgain = useCallback(() => setAsk({ failures: 0 }), [])
  return { failure: progress.failure, isReading: progress.isReading, readAgain }
}

interface Progress {
  readonly failure: Failure | undefined
  readonly isReading: boolean
}

const nothing = { limit: 0, beforeSeq: undefined, generation: 0 }

/** Undefined for what repeating does not cure. */
function waitAfter(failure: Failure, failures: number): number | undefined {
  if (failure.kind === 'limited') return failure.retryAfterMs
  return isTransient(failure) || failure.kind === 'unexpected' ? 300 + fullJitterMs(failures, retryDelay) : undefined
}
