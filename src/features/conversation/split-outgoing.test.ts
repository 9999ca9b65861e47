import { describe, expect, it } from 'vitest'
import type { OutboxMessage, SendState } from '#src/features/outbox/outbox-message.ts'
import { type ConversationState, emptyConversation } from './conversation-state.ts'
import { splitOutgoing } from './split-outgoing.ts'
import { eventAt } from './test-events.ts'

const shown = (...events: ConversationState['events']): ConversationState => ({
  ...emptyConversation,
  view: 'current',
  epoch: 'a',
  events,
})
const own = (seq: number, clientMsgId: string) => eventAt(seq, { authorId: 'me', clientMsgId })
const message = (clientMsgId: string, state: SendState = { kind: 'sending' }): OutboxMessage => ({
  clientMsgId,
  conversationId: 'c',
  body: clientMsgId,
  createdAtMs: 1,
  state,
})
const stored = (clientMsgId: string, seq: number, epoch = 'a') =>
  message(clientMsgId, { kind: 'stored', received: { event: own(seq, clientMsgId), epoch } })

const split = (messages: readonly OutboxMessage[], state: ConversationState) => {
  const { outgoing, confirmedIds } = splitOutgoing(messages, state, 'me')
  return [outgoing.map(({ clientMsgId }) => clientMsgId), confirmedIds]
}

describe('an own message', () => {
  it('stands behind the events until it stands among them', () => {
    expect(split([message('x'), message('y')], shown(own(1, 'x')))).toEqual([['y'], ['x']])
  })

  it('stays on the screen when it is stored and its event is not shown yet', () => {
    expect(split([stored('x', 5)], shown(eventAt(1), eventAt(2)))).toEqual([['x'], []])
  })

  it('is not shown again when its event stands above what is loaded', () => {
    expect(split([stored('x', 5)], shown(eventAt(80), eventAt(81)))).toEqual([[], ['x']])
  })

  it('stays when the number it was stored under belongs to a database that was put back', () => {
    expect(split([stored('x', 5, 'old')], shown(eventAt(80)))).toEqual([['x'], []])
  })

  it("is not swallowed by another author's event with the same id", () => {
    expect(split([message('x')], shown(eventAt(1, { authorId: 'them', clientMsgId: 'x' })))).toEqual([['x'], []])
  })
})
