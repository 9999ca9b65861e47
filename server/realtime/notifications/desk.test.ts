import { describe, expect, it } from 'vitest'
import type { Notification } from '#server/contracts/notifications.ts'
import { createDesk } from './desk.ts'

const notificationOf = (seq: number): Notification => ({
  seq,
  id: `n${seq}`,
  kind: 'message',
  conversationId: null,
  actorName: null,
  subject: null,
  createdAt: '2026-11-23T04:00:00Z',
  readAt: null,
})
const notified = (seq: number, unread = seq, epoch = 'e') =>
  ({ kind: 'notified', epoch, notification: notificationOf(seq), unread }) as const
const countOf = (headSeq: number, unread = headSeq, epoch = 'e') => ({ epoch, headSeq, unread })

function open(headSeq = 0) {
  const desk = createDesk()
  desk.see(countOf(headSeq), desk.version())
  return { desk, seqsAfter: (seq: number) => desk.after(seq)?.map((item) => item.seq) }
}

describe('what is known of a person’s notifications', () => {
  it('replays what was heard without a hole', () => {
    const { desk, seqsAfter } = open(4)
    for (const seq of [5, 6, 7]) desk.hear(notified(seq))
    expect(desk.count()).toEqual(countOf(7))
    expect([seqsAfter(4), seqsAfter(6), seqsAfter(7)]).toEqual([[5, 6, 7], [7], []])
  })

  it('leaves to Postgres what it has not heard itself', () => {
    const { desk, seqsAfter } = open(4)
    desk.hear(notified(7))
    expect([seqsAfter(4), seqsAfter(6)]).toEqual([undefined, [7]])
    desk.see(countOf(9), desk.version())
    expect(seqsAfter(6)).toBeUndefined()
  })

  it('does not let a reading undo what was heard after it began', () => {
    const { desk } = open(1)
    const version = desk.version()
    desk.hear(notified(2, 1))
    desk.see(countOf(1, 1), version)
    expect(desk.count()).toEqual(countOf(2, 1))
  })

  it('forgets everything when the database was put back', () => {
    const { desk, seqsAfter } = open(1)
    desk.hear(notified(2))
    desk.hear(notified(3, 3, 'other'))
    expect(desk.count()).toEqual(countOf(2))
    desk.see(countOf(2, 1, 'other'), desk.version())
    expect(desk.count()).toEqual(countOf(2, 1, 'other'))
    expect(seqsAfter(1)).toBeUndefined()
  })

  it('keeps a bounded number of them', () => {
    const { desk, seqsAfter } = open(0)
    for (let seq = 1; seq <= 500; seq += 1) desk.hear(notified(seq))
    expect(seqsAfter(0)).toBeUndefined()
    expect(seqsAfter(460)).toHaveLength(40)
  })
})
