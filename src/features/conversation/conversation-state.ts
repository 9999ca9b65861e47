import type { ChatEvent } from '#server/contracts/events.ts'
import type { Failure } from '#src/trpc/failure.ts'

/** A message that the server has not confirmed yet. */
export interface OutgoingMessage {
  /** Chosen once: every retry sends the same id, so that the server stores it once. */
  readonly clientMsgId: string
  readonly body: string
  readonly createdAtMs: number
  readonly status: 'sending' | 'failed'
  readonly failure?: Failure
}

export type UnsentMessage = Pick<OutgoingMessage, 'clientMsgId' | 'body' | 'createdAtMs'>

export interface ConversationState {
  readonly viewerId: string
  /** Whether a first page of history arrived; before that, nothing here says where a stream could resume. */
  readonly isLoaded: boolean
  /** Ascending by seq, each once; may have holes for a moment, see `findHole`. */
  readonly events: readonly ChatEvent[]
  /** The highest seq known to exist. */
  readonly headSeq: number
  /** In the order they were written; shown behind the events. */
  readonly outgoing: readonly OutgoingMessage[]
}

export type ConversationAction =
  | { readonly type: 'page-loaded'; readonly events: readonly ChatEvent[]; readonly headSeq: number }
  /** From the stream or as the answer to a send: whichever comes second changes nothing. */
  | { readonly type: 'event-received'; readonly event: ChatEvent }
  | { readonly type: 'send-requested'; readonly message: UnsentMessage }
  | { readonly type: 'send-failed'; readonly clientMsgId: string; readonly failure: Failure }
  | { readonly type: 'send-retried'; readonly clientMsgId: string }
  | { readonly type: 'send-discarded'; readonly clientMsgId: string }

/** @param unsent what an earlier visit of this tab could not send; it is tried again. */
export const createConversationState = (
  viewerId: string,
  unsent: readonly UnsentMessage[] = [],
): ConversationState => ({
  viewerId,
  isLoaded: false,
  events: [],
  headSeq: 0,
  outgoing: unsent.map((message) => ({ ...message, status: 'sending' })),
})

export function reduceConversation(state: ConversationState, action: ConversationAction): ConversationState {
  switch (action.type) {
    case 'page-loaded':
      return { ...receive(state, action.events, action.headSeq), isLoaded: true }
    case 'event-received':
      return receive(state, [action.event], action.event.seq)
    case 'send-requested':
      return requestSend(state, { ...action.message, status: 'sending' })
    case 'send-failed':
      return replaceOutgoing(state, action.clientMsgId, (message) => ({
        ...message,
        status: 'failed',
        failure: action.failure,
      }))
    case 'send-retried':
      return replaceOutgoing(state, action.clientMsgId, ({ failure: _failure, ...message }) => ({
        ...message,
        status: 'sending',
      }))
    case 'send-discarded':
      return { ...state, outgoing: state.outgoing.filter(({ clientMsgId }) => clientMsgId !== action.clientMsgId) }
  }
}

function receive(state: ConversationState, arrived: readonly ChatEvent[], headSeq: number): ConversationState {
  const known = new Set(state.events.map(({ seq }) => seq))
  const fresh = arrived.filter(({ seq }) => !known.has(seq))
  const head = Math.max(state.headSeq, headSeq)
  if (fresh.length === 0 && head === state.headSeq) return state
  const isConfirmed = createConfirmation(state.viewerId, fresh)
  return {
    ...state,
    headSeq: head,
    events: [...state.events, ...fresh].sort((a, b) => a.seq - b.seq),
    outgoing: state.outgoing.filter((message) => !isConfirmed(message)),
  }
}

/** Ids are unique per author only: another person's event must not swallow an own message. */
function createConfirmation(viewerId: string, fresh: readonly ChatEvent[]): (message: OutgoingMessage) => boolean {
  const own = fresh.filter(({ author }) => author.id === viewerId)
  const confirmed = new Set(own.map(({ clientMsgId }) => clientMsgId))
  return ({ clientMsgId }) => confirmed.has(clientMsgId)
}

function requestSend(state: ConversationState, message: OutgoingMessage): ConversationState {
  const isKnown = state.outgoing.some(({ clientMsgId }) => clientMsgId === message.clientMsgId)
  return isKnown ? state : { ...state, outgoing: [...state.outgoing, message] }
}

function replaceOutgoing(
  state: ConversationState,
  clientMsgId: string,
  change: (message: OutgoingMessage) => OutgoingMessage,
): ConversationState {
  const outgoing = state.outgoing.map((message) => (message.clientMsgId === clientMsgId ? change(message) : message))
  return { ...state, outgoing }
}
