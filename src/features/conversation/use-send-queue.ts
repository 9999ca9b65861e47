import { type Dispatch, useEffect, useRef } from 'react'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { retryTransient } from '#src/trpc/retry-policy.ts'
import type { ConversationAction, OutgoingMessage } from './conversation-state.ts'

interface SendQueue {
  readonly conversationId: string
  readonly outgoing: readonly OutgoingMessage[]
  readonly isEnabled: boolean
  readonly dispatch: Dispatch<ConversationAction>
}

/** Sends one message at a time, in the order they were written: two at once could be numbered the other way round. */
export function useSendQueue({ conversationId, outgoing, isEnabled, dispatch }: SendQueue): void {
  const { mutateAsync } = trpc.messages.send.useMutation(retryTransient)
  const inFlight = useRef(new Set<string>())
  const next = isEnabled ? outgoing.find(({ status }) => status === 'sending') : undefined
  const clientMsgId = next?.clientMsgId
  const body = next?.body

  useEffect(() => {
    if (clientMsgId === undefined || body === undefined || inFlight.current.has(clientMsgId)) return
    const send = async () => {
      try {
        const { event } = await mutateAsync({ conversationId, clientMsgId, body })
        dispatch({ type: 'event-received', event })
      } catch (error) {
        dispatch({ type: 'send-failed', clientMsgId, failure: readFailure(error) })
      } finally {
        inFlight.current.delete(clientMsgId)
      }
    }
    inFlight.current.add(clientMsgId)
    void send()
  }, [clientMsgId, body, conversationId, mutateAsync, dispatch])
}
