import { describe, expect, it } from 'vitest'
import { buildTimeline, type TimelineOptions } from './build-timeline.ts'
import { eventAt } from './test-events.ts'

const localTime = (day: number, hour: number, minute: number) => new Date(2026, 10, day, hour, minute).toISOString()
const rowsOf = (options: Partial<TimelineOptions>) =>
  buildTimeline({ events: [], outgoing: [], viewer: { id: 'me', side: 'staff' }, ...options })

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

  it('shows a visitor as theirs what they wrote as whoever they were before', () => {
    const events = [eventAt(1, { authorId: 'before' }), eventAt(2, { authorId: 'me' })]
    const rows = rowsOf({ events, viewer: { id: 'me', side: 'visitor' } })
    expect(rows.flatMap((row) => (row.kind === 'event' ? [row.isOwn] : []))).toEqual([true, true])
  })

  it('shows what is on its way last, under the key its event will have', () => {
    const state = { kind: 'sending' } as const
    const message = { clientMsgId: 'a', conversationId: 'c', body: 'x', createdAtMs: Date.now(), state }
    const waiting = rowsOf({ events: [eventAt(1)], outgoing: [message] }).at(-1)
    const stored = rowsOf({ events: [eventAt(1), eventAt(2, { authorId: 'me', clientMsgId: 'a' })] }).at(-1)
    expect(waiting?.kind).toBe('outgoing')
    expect(stored?.key).toBe(waiting?.key)
  })

  it('has no row at all for an empty conversation', () => {
    expect(rowsOf({})).toEqual([])
  })
})
