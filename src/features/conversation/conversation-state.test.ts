import { describe, expect, it } from 'vitest'
import {
  type ConversationAction,
  type ConversationState,
  cursorOf,
  emptyConversation,
  hasEarlierEvents,
  reduceConversation,
} from './conversation-state.ts'
import { eventAt } from './test-events.ts'

const stateAfter = (...actions: ConversationAction[]): ConversationState =>
  actions.reduce(reduceConversation, emptyConversation)

const seqs = ({ events }: ConversationState) => events.map(({ seq }) => seq)
const streamed = (seq: number, epoch = 'a'): ConversationAction => ({ type: 'streamed', event: eventAt(seq), epoch })
const answered = (seq: number, epoch = 'a'): ConversationAction => ({ type: 'answered', event: eventAt(seq), epoch })
const resynced = (seq: number, epoch = 'a'): ConversationAction => ({ type: 'resynced', seq, epoch })
const page = (from: number, to: number, { headSeq = to, generation = 0 } = {}): ConversationAction => ({
  type: 'page-loaded',
  generation,
  page: { events: Array.from({ length: to - from + 1 }, (_, index) => eventAt(from + index)), headSeq },
})

describe('events', () => {
  it('are shown when they are the next, and held while they are ahead', () => {
    const held = stateAfter(page(1, 1), streamed(4), streamed(3))
    expect(seqs(held)).toEqual([1])
    expect(seqs(reduceConversation(held, streamed(2)))).toEqual([1, 2, 3, 4])
  })

  it('appear once when history, stream and answer overlap', () => {
    const state = stateAfter(page(1, 3), streamed(2), answered(4), streamed(4), page(3, 5), streamed(5))
    expect(seqs(state)).toEqual([1, 2, 3, 4, 5])
  })

  it('go above when the page before them arrives, and not when it leaves a hole', () => {
    expect(seqs(stateAfter(page(4, 5), page(1, 3, { headSeq: 5 })))).toEqual([1, 2, 3, 4, 5])
    expect(seqs(stateAfter(page(4, 5), page(1, 2, { headSeq: 5 })))).toEqual([4, 5])
  })

  it('leave the state untouched when there is nothing new, so that nothing renders', () => {
    const state = stateAfter(page(1, 3), streamed(3))
    expect(reduceConversation(state, streamed(2))).toBe(state)
  })

  it('never lower the head', () => {
    expect(stateAfter(page(1, 3), streamed(9), page(1, 3)).headSeq).toBe(9)
  })

  it('are held before the first page, and join it', () => {
    expect(seqs(stateAfter(streamed(4), streamed(3), page(1, 2)))).toEqual([1, 2, 3, 4])
  })

  it('are never held without bound', () => {
    const far = Array.from({ length: 500 }, (_, index) => streamed(1_000 - index))
    const state = stateAfter(page(1, 1), ...far)
    expect([state.ahead.length, state.headSeq]).toEqual([200, 1_000])
  })
})

describe('a resync', () => {
  it('keeps what is shown until the newest page takes its place', () => {
    const stale = stateAfter(page(1, 3), resynced(700), streamed(701))
    expect([stale.view, seqs(stale)]).toEqual(['stale', [1, 2, 3]])
    const current = reduceConversation(stale, page(699, 700, { generation: 1 }))
    expect([current.view, seqs(current)]).toEqual(['current', [699, 700, 701]])
  })

  it('refuses a page that was asked for before it', () => {
    const stale = stateAfter(page(1, 3), resynced(700))
    expect(reduceConversation(stale, page(4, 6))).toBe(stale)
  })

  it('may lead back, to a database that was put back to an earlier state', () => {
    const state = stateAfter(
      page(1, 9),
      streamed(10),
      resynced(4, 'b'),
      page(1, 4, { generation: 1 }),
      streamed(5, 'b'),
    )
    expect([seqs(state), state.headSeq, cursorOf(state)]).toEqual([[1, 2, 3, 4, 5], 5, 'e1.b.5'])
  })

  it('follows from an event of another epoch, even when its own word was lost', () => {
    const state = stateAfter(page(1, 9), streamed(10), streamed(5, 'b'))
    expect([state.view, state.headSeq]).toEqual(['stale', 5])
  })

  it('does not follow from a late answer of another epoch', () => {
    const state = stateAfter(page(1, 3), streamed(4))
    expect(reduceConversation(state, answered(5, 'old'))).toBe(state)
  })
})

describe('the cursor', () => {
  it('is the last event shown, not one held ahead', () => {
    expect(cursorOf(stateAfter(page(1, 3), streamed(4), streamed(9)))).toBe('e1.a.4')
  })

  it('is a bare number until the server has named its epoch', () => {
    expect([cursorOf(emptyConversation), cursorOf(stateAfter(page(1, 3)))]).toEqual(['0', '3'])
  })
})

it('the first number tells whether there is more above', () => {
  expect([hasEarlierEvents(stateAfter(page(1, 2))), hasEarlierEvents(stateAfter(page(40, 41)))]).toEqual([false, true])
})
