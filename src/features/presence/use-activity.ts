import { useCallback, useEffect, useRef } from 'react'
import { typingEveryMs } from '#server/contracts/live.ts'
import { trpc } from '#src/trpc/client.ts'
import { useIsAway } from './use-is-away.ts'

interface ActivityOptions {
  readonly conversationId: string
  /** This window, as it named itself to the live subscription. */
  readonly viewId: string
  readonly isLive: boolean
}

export interface Activity {
  /** At every change of the text being written; tells the others now and then. */
  readonly reportTyping: (isTyping: boolean) => void
}

/** Tells what this person does. Never repeated, never missed: the next report comes soon, and silence ends by itself. */
export function useActivity({ conversationId, viewId, isLive }: ActivityOptions): Activity {
  const { client } = trpc.useUtils()
  const isAway = useIsAway()
  const isToldAway = useRef(false)
  const typingToldAtMs = useRef<number>(undefined)

  const tell = useCallback(
    (activity: { isTyping: boolean } | { isAway: boolean }) => {
      if (!isLive) return
      client.conversations.setActivity.mutate({ conversationId, viewId, ...activity }).catch(() => undefined)
    },
    [client, conversationId, viewId, isLive],
  )

  useEffect(() => {
    // Every (re)start of the subscription counts as being here.
    if (!isLive) isToldAway.current = false
    if (isAway === isToldAway.current) return
    isToldAway.current = isAway && isLive
    tell({ isAway })
  }, [isAway, isLive, tell])

  const reportTyping = useCallback(
    (isTyping: boolean) => {
      const toldAtMs = typingToldAtMs.current
      const isFresh = toldAtMs !== undefined && Date.now() - toldAtMs < typingEveryMs
      if (isTyping ? isFresh : toldAtMs === undefined) return
      typingToldAtMs.current = isTyping ? Date.now() : undefined
      tell({ isTyping })
    },
    [tell],
  )
  return { reportTyping }
}
