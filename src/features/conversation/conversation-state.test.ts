import { describe, expect, it } from 'vitest'
import {
  type ConversationAction,
  type ConversationState,
  createConversationState,
  reduceConversation,
} from './conversation-state.ts'
import { eventAt } from './test-events.ts'

const stateAfter = (...actions: ConversationAction[]): ConversationState =>
  actions.reduce(reduceConversation, createConversationState('me'))

const seqs = ({ events }: ConversationState) => events.map(({ seq }) => seq)
const received = (seq: number, options = {}): ConversationAction => ({
  type: 'event-received',
  event: eventAt(seq, options),
})
const page = (from: number, to: number, headSeq = to): ConversationAction => ({
  type: 'page-loaded',
  events: Array.from({ length: to - from + 1 }, (_, index) => eventAt(from + index)),
  headSeq,
})
const requested = (clientMsgId: string): ConversationAction => ({
  type: 'send-requested',
  message: { clientMsgId, body: 'hello', createdAtMs: 1 },
})
const failed = (clientMsgId: string): ConversationAction => ({
  type: 'send-failed',
  clientMsgId,
  failure: { kind: 'offline' },
})
const own = (clientMsgId: string) => ({ authorId: 'me', clientMsgId })

describe('events', () => {
  it('stand in the order of their numbers, however they arrive', () => {
    expect(seqs(stateAfter(received(3), received(1), received(2)))).toEqual([1, 2, 3])
  })

  it('appear once when history and stream overlap', () => {
    expect(seqs(stateAfter(page(1, 3), received(2), received(3), received(4), page(3, 5)))).toEqual([1, 2, 3, 4, 5])
  })

  it('go above when an earlier page arrives', () => {
    expect(seqs(stateAfter(page(4, 5), page(1, 3, 5)))).toEqual([1, 2, 3, 4, 5])
  })

  it('leave the state untouched when there is nothing new, so that nothing renders', () => {
    const state = stateAfter(page(1, 3))
    expect(reduceConversation(state, received(2))).toBe(state)
  })

  it('never lower the head', () => {
    expect(stateAfter(received(9), page(1, 3)).headSeq).toBe(9)
  })
})

describe('an own message', () => {
  it('is shown at once and replaced by the answer', () => {
    const waiting = stateAfter(page(1, 1), requested('a'))
    expect(waiting.outgoing).toMatchObject([{ clientMsgId: 'a', status: 'sending' }])
    const stored = reduceConversation(waiting, received(2, own('a')))
    expect(stored.outgoing).toEqual([])
    expect(seqs(stored)).toEqual([1, 2])
  })

  it('is replaced exactly once when the stream is faster than the answer', () => {
    const state = stateAfter(requested('a'), received(1, own('a')), received(1, own('a')))
    expect([seqs(state), state.outgoing]).toEqual([[1], []])
  })

  it('is confirmed by a page of history too', () => {
    const events = [eventAt(1, own('a'))]
    expect(stateAfter(requested('a'), { type: 'page-loaded', events, headSeq: 1 }).outgoing).toEqual([])
  })

  it("is not swallowed by another author's message with the same client id", () => {
    expect(stateAfter(requested('a'), received(1, { authorId: 'them', clientMsgId: 'a' })).outgoing).toHaveLength(1)
  })

  it('stays sent when its answer is lost after the stream delivered it', () => {
    const state = stateAfter(requested('a'), received(1, own('a')), failed('a'))
    expect([seqs(state), state.outgoing]).toEqual([[1], []])
  })

  it('keeps its id and its place through failure and retry', () => {
    const state = stateAfter(requested('a'), requested('b'), failed('a'))
    expect(state.outgoing).toMatchObject([{ clientMsgId: 'a', status: 'failed' }, { clientMsgId: 'b' }])
    const retried = reduceConversation(state, { type: 'send-retried', clientMsgId: 'a' })
    expect(retried.outgoing).toEqual(stateAfter(requested('a'), requested('b')).outgoing)
  })

  it('can be discarded after it failed', () => {
    expect(stateAfter(requested('a'), failed('a'), { type: 'send-discarded', clientMsgId: 'a' }).outgoing).toEqual([])
  })

  it('is asked for once, even when the button is pressed twice', () => {
    expect(stateAfter(requested('a'), requested('a')).outgoing).toHaveLength(1)
  })
})
