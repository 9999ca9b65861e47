import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { parseEventId } from '#server/contracts/positions.ts'
import { trpc } from '#src/trpc/client.ts'
import { createBrowserOutbox } from './create-browser-outbox.ts'
import type { Outbox, SendMessage } from './create-outbox.ts'
import type { OutboxMessage } from './outbox-message.ts'

type OutboxOf = (viewerId: string) => Outbox

const OutboxContext = createContext<OutboxOf | undefined>(undefined)

/** Above all pages, so that a message goes on being sent while its author looks at something else. */
export function OutboxProvider({ children }: { readonly children: ReactNode }) {
  const { client } = trpc.useUtils()
  const [keeper] = useState(() =>
    createKeeper(async (message) => {
      const answer = await client.messages.send.mutate(message)
      return { event: answer.event, epoch: parseEventId(answer.eventId)?.epoch }
    }),
  )
  useEffect(() => keeper.close, [keeper])
  return <OutboxContext value={keeper.outboxOf}>{children}</OutboxContext>
}

/** The viewer's own outbox: the same one on every page. */
export function useOutbox(viewerId: string): Outbox {
  const outboxOf = useContext(OutboxContext)
  if (!outboxOf) throw new Error('OutboxProvider is missing above this component')
  return outboxOf(viewerId)
}

export const useOutboxMessages = (outbox: Outbox, conversationId: string): readonly OutboxMessage[] =>
  useSyncExternalStore(
    outbox.subscribe,
    () => outbox.read(conversationId),
    () => nothing,
  )

const nothing: readonly OutboxMessage[] = []

/** One at a time: whoever signs in as another person sends as that person. */
function createKeeper(send: SendMessage) {
  let current: { readonly viewerId: string; readonly outbox: Outbox } | undefined
  const close = () => {
    current?.outbox.close()
    current = undefined
  }
  return {
    close,
    outboxOf: (viewerId: string): Outbox => {
      if (current?.viewerId !== viewerId) close()
      current ??= { viewerId, outbox: createBrowserOutbox({ viewerId, send }) }
      return current.outbox
    },
  }
}
