import type { ReceivedEvent } from '#src/features/conversation/conversation-state.ts'
import type { Failure } from '#src/trpc/failure.ts'

/** Why a message stays behind: a failed call, or it is too old to be sent without asking its author again. */
export type SendProblem = Failure | { readonly kind: 'outdated' }

/**
 * How far a message is.
 * `sending`: on its way or next in line. `delayed`: failed in passing, tried again by itself.
 * `failed`: refused; its author decides. `stored`: the server has it, and the conversation will show it.
 */
export type SendState =
  | { readonly kind: 'sending' }
  | { readonly kind: 'delayed'; readonly problem: SendProblem }
  | { readonly kind: 'failed'; readonly problem: SendProblem }
  | { readonly kind: 'stored'; readonly received: ReceivedEvent }

/** A message that its author sent and the conversation does not show yet. */
export interface OutboxMessage {
  /** Chosen once: every try sends the same id, so that the server stores it once. */
  readonly clientMsgId: string
  readonly conversationId: string
  readonly body: string
  readonly createdAtMs: number
  readonly state: SendState
}
