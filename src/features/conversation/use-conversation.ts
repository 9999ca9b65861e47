import { useCallback, useEffect, useMemo, useReducer } from 'react'
import { parseEventId } from '#server/contracts/positions.ts'
import { useOutbox, useOutboxMessages } from '#src/features/outbox/outbox-context.tsx'
import type { OutboxMessage } from '#src/features/outbox/outbox-message.ts'
import { trpc } from '#src/trpc/client.ts'
import type { Failure } from '#src/trpc/failure.ts'
import type { LiveStatus } from '#src/trpc/live-subscription.ts'
import { useLiveSubscription } from '#src/trpc/use-live-subscription.ts'
import {
  type ConversationAction,
  type ConversationState,
  cursorOf,
  emptyConversation,
  type HistoryPage,
  reduceConversation,
} from './conversation-state.ts'
import { splitOutgoing } from './split-outgoing.ts'
import { type CatchingUp, useCatchingUp } from './use-catching-up.ts'
import { type StreamedEvent, useEventSource } from './use-event-source.ts'
import { useIsOnline } from './use-is-online.ts'
import { useLasts } from './use-lasts.ts'
import { useMissingPages } from './use-missing-pages.ts'

interface ConversationKey {
  readonly conversationId: string
  readonly viewerId: string
}

export interface LiveConversation {
  readonly state: ConversationState
  /** Own messages that the events do not show yet. */
  readonly outgoing: readonly OutboxMessage[]
  readonly live: LiveStatus
  readonly catchingUp: CatchingUp
  /** Why the first page could not be read; undefined while it is read or once it is there. */
  readonly failure: Failure | undefined
  readonly isRetrying: boolean
  readonly reload: () => void
  readonly send: (body: string) => void
  readonly retry: (clientMsgId: string) => void
  readonly discard: (clientMsgId: string) => void
  readonly addEarlier: (page: HistoryPage) => void
}

/**
 * One conversation, live: the newest page, then the stream from its last event on, the outbox beside it.
 * The caller remounts it (`key`) for another conversation or viewer.
 */
export function useConversation({ conversationId, viewerId }: ConversationKey): LiveConversation {
  const [state, dispatch] = useReducer(reduceConversation, emptyConversation)
  const { generation } = state
  const pages = useMissingPages({ conversationId, state, dispatch })
  const outbox = useOutbox(viewerId)
  const { outgoing } = useOutgoing({ conversationId, viewerId, state, dispatch })

  const take = (streamed: StreamedEvent) => {
    dispatch(toAction(streamed))
    if (streamed.data.kind === 'resync' && streamed.data.reason === 'epoch') outbox.sendAgain(conversationId)
  }
  const live = useStream({ conversationId, state, onEvent: take })

  return {
    state,
    outgoing,
    live,
    catchingUp: useCatchingUp(state),
    failure: state.view === 'empty' ? pages.failure : undefined,
    isRetrying: pages.isReading,
    reload: pages.readAgain,
    send: (body) => outbox.add(conversationId, body),
    retry: outbox.retry,
    discard: outbox.discard,
    addEarlier: useCallback((page) => dispatch({ type: 'page-loaded', page, generation }), [generation]),
  }
}

interface StreamOptions {
  readonly conversationId: string
  readonly state: ConversationState
  readonly onEvent: (event: StreamedEvent) => void
}

/** Two failed handshakes, or one that was swallowed: this network may let no WebSocket through. */
const withoutSocketMs = 8_000

/** Over the WebSocket; over plain HTTP beside it as long as that does not open. What both bring is shown once. */
function useStream({ conversationId, state, onEvent }: StreamOptions): LiveStatus {
  const { client } = trpc.useUtils()
  const isOnline = useIsOnline()
  const isEnabled = state.view !== 'empty'
  const socket = useLiveSubscription<StreamedEvent>({
    isEnabled,
    subject: conversationId,
    subscribe: (observer) =>
      client.messages.stream.subscribe({ conversationId, lastEventId: cursorOf(state) }, observer),
    onData: onEvent,
  })
  const isDown = socket.state === 'connecting' || socket.state === 'reconnecting'
  const isNeeded = useLasts(isEnabled && isOnline && isDown, withoutSocketMs)
  const isOpen = useEventSource({ conversationId, isNeeded, cursor: () => cursorOf(state), onEvent })
  return isOpen ? overHttp : socket
}

const overHttp: LiveStatus = { state: 'live' }

function toAction({ id, data }: StreamedEvent): ConversationAction {
  const epoch = parseEventId(id)?.epoch
  if (data.kind === 'resync') return { type: 'resynced', epoch, seq: data.headSeq }
  return { type: 'streamed', event: data, epoch }
}

interface OutgoingOptions extends ConversationKey {
  readonly state: ConversationState
  readonly dispatch: (action: ConversationAction) => void
}

/** The outbox as far as it concerns this conversation; what the conversation shows by itself is taken off it. */
function useOutgoing({ conversationId, viewerId, state, dispatch }: OutgoingOptions) {
  const outbox = useOutbox(viewerId)
  const messages = useOutboxMessages(outbox, conversationId)
  useEffect(
    () => outbox.onStored(conversationId, (received) => dispatch({ type: 'answered', ...received })),
    [outbox, conversationId, dispatch],
  )
  const split = useMemo(() => splitOutgoing(messages, state, viewerId), [messages, state, viewerId])
  useEffect(() => {
    if (split.confirmedIds.length > 0) outbox.settle(split.confirmedIds)
  }, [outbox, split])
  return split
}
