import { describe, expect, it } from 'vitest'
import { buildTimeline } from './build-timeline.ts'
import { type ConversationState, createConversationState } from './conversation-state.ts'
import { eventAt } from './test-events.ts'

const localTime = (day: number, hour: number, minute: number) => new Date(2026, 10, day, hour, minute).toISOString()
const rowsOf = (state: Partial<ConversationState>) => buildTimeline({ ...createConversationState('me'), ...state })

describe('buildTimeline', () => {
  it('puts one separator before each day', () => {
    const events = [
      eventAt(1, { createdAt: localTime(19, 23, 59) }),
      eventAt(2, { createdAt: localTime(20, 0, 1) }),
      eventAt(3, { createdAt: localTime(20, 0, 2) }),
    ]
    expect(rowsOf({ events }).map(({ kind }) => kind)).toEqual(['day', 'event', 'day', 'event', 'event'])
  })

  it('groups what one author wrote within five minutes', () => {
    const events = [
      eventAt(1, { authorId: 'them', createdAt: localTime(20, 12, 0) }),
      eventAt(2, { authorId: 'them', createdAt: localTime(20, 12, 4) }),
      eventAt(3, { authorId: 'me', createdAt: localTime(20, 12, 4) }),
      eventAt(4, { authorId: 'me', createdAt: localTime(20, 12, 10) }),
    ]
    const starts = rowsOf({ events }).flatMap((row) => (row.kind === 'event' ? [row.isGroupStart] : []))
    expect(starts).toEqual([true, false, true, true])
  })

  it('tells own messages from others', () => {
    const events = [eventAt(1, { authorId: 'me' }), eventAt(2, { authorId: 'them' })]
    const own = rowsOf({ events }).flatMap((row) => (row.kind === 'event' ? [row.isOwn] : []))
    expect(own).toEqual([true, false])
  })

  it('shows what is on its way last, under the key its event will have', () => {
    const message = { clientMsgId: 'a', body: 'x', createdAtMs: Date.now(), status: 'sending' as const }
    const waiting = rowsOf({ events: [eventAt(1)], outgoing: [message] }).at(-1)
    const stored = rowsOf({ events: [eventAt(1), eventAt(2, { authorId: 'me', clientMsgId: 'a' })] }).at(-1)
    expect(waiting?.kind).toBe('outgoing')
    expect(stored?.key).toBe(waiting?.key)
  })

  it('has no row at all for an empty conversation', () => {
    expect(rowsOf({})).toEqual([])
  })
})
