import { describe, expect, it } from 'vitest'
import type { InboxRow, InboxUpdate, InboxView } from '#server/contracts/inbox.ts'
import { emptyInbox, type InboxAction, listRows, reduceInbox, unreadOf } from './inbox-state.ts'

const row = (id: string, change: Partial<InboxRow> = {}): InboxRow => ({
  id,
  status: 'open',
  channel: 'site',
  headSeq: 1,
  preview: 'Olá',
  createdAt: '2026-11-20T12:00:00+00:00',
  lastEventAt: '2026-11-20T12:00:00+00:00',
  visitor: { id: 'v', name: 'Ana' },
  assignee: null,
  product: null,
  revision: 1,
  readSeq: 0,
  ...change,
})
const updated = (update: InboxUpdate, view: InboxView = 'all'): InboxAction => ({ type: 'updated', view, update })
const snapshot = (...rows: InboxRow[]) => updated({ kind: 'snapshot', rows })
const changes = (rows: InboxRow[], removedIds: string[] = []) => updated({ kind: 'changes', rows, removedIds })
const read = (conversationId: string, seq: number): InboxAction => ({ type: 'read', conversationId, seq })
const listAfter = (...actions: InboxAction[]) => listRows(actions.reduce(reduceInbox, emptyInbox), 'all', 100)

describe('the inbox', () => {
  it('is unknown until the first snapshot of its view', () => {
    expect(listAfter()).toBeUndefined()
    expect(listAfter(changes([row('a')]))).toBeUndefined()
    expect(listAfter(updated({ kind: 'snapshot', rows: [row('a')] }, 'mine'))).toBeUndefined()
  })

  it('has the last moved first, to the microsecond', () => {
    const rows = ['000001', '000003', '000002'].map((micros) =>
      row(micros, { lastEventAt: `2026-11-20T12:00:00.${micros}+00:00` }),
    )
    expect(listAfter(snapshot(...rows))?.map(({ id }) => id)).toEqual(['000003', '000002', '000001'])
  })

  it('is replaced by a snapshot', () => {
    expect(listAfter(snapshot(row('a')), snapshot(row('b')))?.map(({ id }) => id)).toEqual(['b'])
  })

  it('keeps the greater revision of a row', () => {
    const newer = row('a', { revision: 5, preview: 'nova' })
    const older = row('a', { revision: 4, preview: 'velha' })
    expect(listAfter(snapshot(newer), changes([older]))).toMatchObject([{ preview: 'nova' }])
    expect(listAfter(snapshot(older), changes([newer]))).toMatchObject([{ preview: 'nova' }])
  })

  it('loses what left the view', () => {
    expect(listAfter(snapshot(row('a'), row('b')), changes([], ['a']))?.map(({ id }) => id)).toEqual(['b'])
  })

  it('never unreads what was read, whoever says it: this page, an update, a late snapshot', () => {
    const unread = row('a', { headSeq: 7, readSeq: 0 })
    const [after] =
      listAfter(snapshot(unread), read('a', 5), changes([{ ...unread, readSeq: 4 }]), snapshot(unread)) ?? []
    expect(after && unreadOf(after)).toBe(2)
    const [other] = listAfter(snapshot({ ...unread, readSeq: 6 }), changes([{ ...unread, revision: 2 }])) ?? []
    expect(other && unreadOf(other)).toBe(1)
  })

  it('remembers what was read through a change of view', () => {
    const unread = row('a', { headSeq: 3 })
    const elsewhere = updated({ kind: 'snapshot', rows: [] }, 'mine')
    const [after] = listAfter(snapshot(unread), read('a', 3), elsewhere, snapshot(unread)) ?? []
    expect(after && unreadOf(after)).toBe(0)
  })

  it('shows no more than it was asked for', () => {
    expect(listRows(reduceInbox(emptyInbox, snapshot(row('a'), row('b'), row('c'))), 'all', 2)).toHaveLength(2)
  })
})
