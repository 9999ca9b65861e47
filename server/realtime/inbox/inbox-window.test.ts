import { describe, expect, it } from 'vitest'
import { createRandom } from '#tests/support/random.ts'
import { createInboxWindow } from './inbox-window.ts'
import { assigneeOf, nameOf, rowOf, uuidOf } from './test-rows.ts'

const me = assigneeOf('me')
const view = (kind: 'all' | 'mine' | 'unassigned', limit = 3) => {
  const window = createInboxWindow({ view: kind, userId: me.id, isOwn: false, limit })
  window.load([], 2 * limit)
  return window
}
const ids = (rows: readonly { readonly id: string }[] | undefined) => rows?.map(({ id }) => nameOf(id))

describe('a view of the inbox', () => {
  it('tells of a row once, the last moved first', () => {
    const window = view('all')
    window.apply([rowOf('a', { minute: 1 }), rowOf('b', { minute: 2 })])
    expect(ids(window.take()?.rows)).toEqual(['b', 'a'])
    expect(window.take()).toBeUndefined()
  })

  it('passes over an older state of a row, whatever order they come in', () => {
    const window = view('all')
    window.apply([rowOf('a', { revision: 7, minute: 7 })])
    window.take()
    window.apply([rowOf('a', { revision: 6, minute: 6 })])
    expect(window.take()).toBeUndefined()
    expect(window.taken()).toMatchObject([{ id: uuidOf('a'), revision: 7 }])
  })

  it('joins what happened between two takes to its end', () => {
    const window = view('all')
    for (let revision = 1; revision <= 50; revision += 1) window.apply([rowOf('a', { revision, minute: revision })])
    expect(window.take()?.rows).toMatchObject([{ id: uuidOf('a'), revision: 50 }])
  })

  it('shows in `mine` what is assigned to me, and lets it go with the assignment', () => {
    const window = view('mine')
    window.apply([rowOf('a', { assignee: me }), rowOf('b'), rowOf('c', { assignee: assigneeOf('you') })])
    expect(ids(window.take()?.rows)).toEqual(['a'])
    window.apply([rowOf('a', { revision: 2, assignee: assigneeOf('you') })])
    expect(window.take()).toMatchObject({ rows: [], removedIds: [uuidOf('a')] })
  })

  it('shows in `unassigned` what is nobody’s, and lets closed ones go', () => {
    const window = view('unassigned')
    window.apply([rowOf('a'), rowOf('b', { assignee: me }), rowOf('c')])
    expect(ids(window.take()?.rows)?.toSorted()).toEqual(['a', 'c'])
    window.apply([rowOf('a', { revision: 2, status: 'closed' })])
    expect(window.take()?.removedIds).toEqual([uuidOf('a')])
  })

  it('sends nothing of what lies beyond the limit, and takes out what is pushed there', () => {
    const window = view('all', 2)
    window.apply([rowOf('a', { minute: 1 }), rowOf('b', { minute: 2 }), rowOf('c', { minute: 3 })])
    expect(ids(window.take()?.rows)).toEqual(['c', 'b'])
    window.apply([rowOf('a', { revision: 2, minute: 1, preview: 'beyond' })])
    expect(window.take()).toBeUndefined()
    window.apply([rowOf('d', { minute: 4 })])
    expect(window.take()).toMatchObject({ rows: [{ id: uuidOf('d') }], removedIds: [uuidOf('b')] })
  })

  it('brings up the next row when one leaves, and says that it was not there before', () => {
    const window = view('all', 2)
    window.apply([rowOf('a', { minute: 1 }), rowOf('b', { minute: 2 }), rowOf('c', { minute: 3 })])
    window.take()
    window.remove([uuidOf('c')])
    expect(window.take()).toMatchObject({
      rows: [{ id: uuidOf('a') }],
      removedIds: [uuidOf('c')],
      enteredIds: new Set([uuidOf('a')]),
    })
  })

  it('shows a lawyer what they take part in, whoever it is assigned to now, and nothing else', () => {
    const window = createInboxWindow({ view: 'all', userId: me.id, isOwn: true, limit: 5 })
    window.load([rowOf('mine', { assignee: me }), rowOf('free')], 6)
    window.apply([
      rowOf('given', { assignee: assigneeOf('you'), staffIds: [me.id] }),
      rowOf('theirs', { assignee: assigneeOf('you') }),
    ])
    expect(ids(window.take()?.rows)).toEqual(['mine', 'given'])
    window.apply([rowOf('free', { revision: 2, assignee: me })])
    expect(ids(window.take()?.rows)).toEqual(['free'])
  })

  it('asks to be loaded when more rows left than it knows the next of', () => {
    const window = createInboxWindow({ view: 'all', userId: me.id, isOwn: false, limit: 2 })
    window.load([rowOf('a', { minute: 9 }), rowOf('b', { minute: 8 }), rowOf('c', { minute: 7 })], 3)
    expect(window.lacksRows()).toBe(false)
    window.remove([uuidOf('a')])
    expect(window.lacksRows()).toBe(false)
    window.remove([uuidOf('b')])
    expect(window.lacksRows()).toBe(true)
  })

  it('never lacks rows when it was given all there are', () => {
    const window = view('all')
    window.load([rowOf('a')], 6)
    window.remove([uuidOf('a')])
    expect(window.lacksRows()).toBe(false)
  })

  it('does not put a row that comes back behind rows it does not know', () => {
    const window = createInboxWindow({ view: 'all', userId: me.id, isOwn: false, limit: 2 })
    window.load([rowOf('a', { minute: 9 }), rowOf('b', { minute: 8 })], 2)
    window.apply([rowOf('old', { minute: 1 })])
    window.remove([uuidOf('a')])
    expect(ids(window.take()?.rows)).toEqual(['b'])
    expect(window.lacksRows()).toBe(true)
  })

  it('orders two moves of one millisecond by what Postgres counts', () => {
    const window = view('all')
    const at = (micro: string) => `2026-11-23T04:00:00.123${micro}+00:00`
    window.apply([
      rowOf('a', { lastEventAt: at('4') }),
      rowOf('b', { lastEventAt: at('45') }),
      rowOf('c', { lastEventAt: at('') }),
    ])
    expect(ids(window.take()?.rows)).toEqual(['b', 'a', 'c'])
  })

  it('ends where it would be if it were loaded, whatever happens to a hundred conversations', () => {
    for (let seed = 1; seed <= 15; seed += 1) expect(runRandomly(seed)).toEqual([])
  })
})

/** A table of conversations that changes at random, and a window of each view over it. */
function runRandomly(seed: number): string[] {
  const { next: random } = createRandom(seed)
  const table = new Map<string, ReturnType<typeof rowOf>>()
  const limit = 5
  const kinds = ['all', 'mine', 'unassigned'] as const
  const query = (kind: (typeof kinds)[number], asked: number) =>
    [...table.values()]
      .filter(({ status, assignee }) => status === 'open' && (kind === 'all' || isOf(kind, assignee)))
      .toSorted((left, right) => right.lastEventAt.localeCompare(left.lastEventAt) || left.id.localeCompare(right.id))
      .slice(0, asked)
  const windows = kinds.map((kind) => ({ kind, window: view(kind, limit), client: new Map<string, number>() }))
  const problems: string[] = []
  for (let step = 1; step <= 300; step += 1) {
    const name = `row-${Math.floor(random() * 100)}`
    const before = table.get(uuidOf(name))
    const next = rowOf(name, {
      revision: (before?.revision ?? 0) + 1,
      minute: random() < 0.6 ? step : minuteOf(before?.lastEventAt),
      status: random() < 0.15 ? 'closed' : 'open',
      assignee: random() < 0.5 ? null : random() < 0.5 ? me : assigneeOf('you'),
    })
    table.set(next.id, next)
    for (const { kind, window, client } of windows) {
      window.apply([next])
      if (random() < 0.3) continue
      if (window.lacksRows()) window.load(query(kind, 2 * limit), 2 * limit)
      const change = window.take()
      for (const gone of change?.removedIds ?? []) client.delete(gone)
      for (const row of change?.rows ?? []) client.set(row.id, row.revision)
      const expected = query(kind, limit).map(({ id, revision }) => `${id}@${revision}`)
      const shown = [...client].map(([id, revision]) => `${id}@${revision}`)
      if (expected.toSorted().join() !== shown.toSorted().join())
        problems.push(`${kind} after ${step}: ${shown} instead of ${expected}`)
    }
  }
  return problems
}

const isOf = (kind: 'mine' | 'unassigned', assignee: { readonly id: string } | null) =>
  kind === 'mine' ? assignee?.id === me.id : assignee === null

const minuteOf = (at: string | undefined): number =>
  at ? (Date.parse(at) - Date.parse(rowOf('x').lastEventAt)) / 60_000 : 0
