import type { OutboxMessage } from '#src/features/outbox/outbox-message.ts'
import { type ConversationState, lastSeq } from './conversation-state.ts'

interface Outgoing {
  /** Shown behind the events. */
  readonly outgoing: readonly OutboxMessage[]
  /** Ids of those that stand among the events: each message is shown as the one or as the other, never as both. */
  readonly confirmedIds: readonly string[]
}

/** Ids are unique per author only: another person's event must not swallow an own message. */
export function splitOutgoing(
  messages: readonly OutboxMessage[],
  state: ConversationState,
  viewerId: string,
): Outgoing {
  if (messages.length === 0) return nothing
  const own = state.events.filter(({ author }) => author.id === viewerId)
  const shown = new Set(own.map(({ clientMsgId }) => clientMsgId))
  const isConfirmed = (message: OutboxMessage) => shown.has(message.clientMsgId) || isBehind(message, state)
  return {
    outgoing: messages.filter((message) => !isConfirmed(message)),
    confirmedIds: messages.filter(isConfirmed).map(({ clientMsgId }) => clientMsgId),
  }
}

const nothing: Outgoing = { outgoing: [], confirmedIds: [] }

/** Stored so long ago that it stands above the events that are loaded. */
function isBehind({ state: send }: OutboxMessage, state: ConversationState): boolean {
  if (send.kind !== 'stored' || state.view !== 'current') return false
  const { event, epoch } = send.received
  return epoch === state.epoch && event.seq <= lastSeq(state)
}
