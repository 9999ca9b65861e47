import { useEffect, useReducer } from 'react'
import type { ChatEvent } from '#server/contracts/events.ts'
import { newId } from '#server/contracts/ids.ts'
import { trpc } from '#src/trpc/client.ts'
import { type Failure, readFailure } from '#src/trpc/failure.ts'
import { type LiveStatus, useLiveSubscription } from '#src/trpc/use-live-subscription.ts'
import { type ConversationState, createConversationState, reduceConversation } from './conversation-state.ts'
import { contiguousSeq } from './find-hole.ts'
import { readOutbox, writeOutbox } from './outbox-storage.ts'
import { useHoleFiller } from './use-hole-filler.ts'
import { useSendQueue } from './use-send-queue.ts'

interface ConversationKey {
  readonly conversationId: string
  readonly viewerId: string
}

export interface LiveConversation {
  readonly state: ConversationState
  readonly live: LiveStatus
  /** Why the first page could not be read; undefined while it is read or once it is there. */
  readonly failure: Failure | undefined
  readonly isRetrying: boolean
  readonly reload: () => void
  readonly send: (body: string) => void
  readonly retry: (clientMsgId: string) => void
  readonly discard: (clientMsgId: string) => void
  readonly addEarlier: (page: { readonly events: readonly ChatEvent[]; readonly headSeq: number }) => void
}

/**
 * One conversation, live: the newest page, then the stream from its last event on, the outbox beside it.
 * The caller remounts it (`key`) for another conversation or viewer.
 */
export function useConversation({ conversationId, viewerId }: ConversationKey): LiveConversation {
  const { client } = trpc.useUtils()
  const [state, dispatch] = useReducer(reduceConversation, viewerId, (id) =>
    createConversationState(id, readOutbox(sessionStorage, conversationId)),
  )
  const history = trpc.messages.list.useQuery({ conversationId }, readOnce)
  useEffect(() => {
    if (history.data) dispatch({ type: 'page-loaded', ...history.data })
  }, [history.data])

  const live = useLiveSubscription<{ readonly data: ChatEvent }>({
    isEnabled: state.isLoaded,
    subscribe: (observer) =>
      client.messages.stream.subscribe({ conversationId, lastEventId: String(contiguousSeq(state)) }, observer),
    onData: ({ data }) => dispatch({ type: 'event-received', event: data }),
  })
  useHoleFiller({ conversationId, state, dispatch })
  useSendQueue({ conversationId, outgoing: state.outgoing, isEnabled: state.isLoaded, dispatch })
  useEffect(() => writeOutbox(sessionStorage, conversationId, state.outgoing), [conversationId, state.outgoing])

  return {
    state,
    live,
    failure: !state.isLoaded && history.error ? readFailure(history.error) : undefined,
    isRetrying: history.isRefetching,
    reload: () => void history.refetch(),
    send: (body) =>
      dispatch({ type: 'send-requested', message: { clientMsgId: newId(), body, createdAtMs: Date.now() } }),
    retry: (clientMsgId) => dispatch({ type: 'send-retried', clientMsgId }),
    discard: (clientMsgId) => dispatch({ type: 'send-discarded', clientMsgId }),
    addEarlier: (page) => dispatch({ type: 'page-loaded', ...page }),
  }
}

/** The stream carries on where the page ends: reading it again would only cost a call. */
const readOnce = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false } as const
