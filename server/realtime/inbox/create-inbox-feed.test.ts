import { describe, expect, it } from 'vitest'
import { createRandom } from '#tests/support/random.ts'
import { createOffice } from './test-office.ts'
import { assigneeOf, rowOf } from './test-rows.ts'

const me = assigneeOf('me')

describe('the inbox of a gateway', () => {
  it('passes over what was overtaken', async () => {
    const office = createOffice({ repairMs: 60_000 })
    const older = rowOf('a', { revision: 2, minute: 2 })
    const newer = rowOf('a', { revision: 3, minute: 2, assignee: me })
    office.store(rowOf('a'))
    const reader = office.open('me', 'unassigned')
    await expect.poll(() => reader.shown()).toEqual(['a@1/0'])
    office.store(newer)
    office.tell(newer)
    office.tell(older)
    await expect.poll(() => reader.shown()).toEqual([])
    office.tell(older)
    office.store(rowOf('b'))
    office.tell(rowOf('b'))
    await expect.poll(() => reader.shown()).toEqual(['b@1/0'])
    await office.feed.close()
  })

  it('tells all views what one of them finds when it is loaded, signal or not', async () => {
    const office = createOffice({ repairMs: 60_000 })
    office.store(rowOf('a'))
    const all = office.open('me', 'all')
    await expect.poll(() => all.shown()).toEqual(['a@1/0'])
    const newer = rowOf('a', { revision: 2, minute: 2 })
    office.store(newer)
    const unassigned = office.open('me', 'unassigned')
    await expect.poll(() => unassigned.shown()).toEqual(['a@2/0'])
    office.tell(newer)
    await expect.poll(() => all.shown()).toEqual(['a@2/0'])
    await office.feed.close()
  })

  it('gives everyone a new snapshot when the database was put back', async () => {
    const office = createOffice()
    office.store(rowOf('a', { revision: 9 }))
    const reader = office.open('me', 'all')
    await expect.poll(() => reader.shown()).toEqual(['a@9/0'])
    office.store(rowOf('a', { revision: 4 }))
    office.setEpoch('two')
    await expect.poll(() => reader.shown()).toEqual(['a@4/0'])
    expect(reader.updates.at(-1)?.kind).toBe('snapshot')
    await office.feed.close()
  })

  it('takes out what was erased', async () => {
    const office = createOffice()
    office.store(rowOf('a'))
    const reader = office.open('me', 'all')
    await expect.poll(() => reader.shown()).toEqual(['a@1/0'])
    office.remove('a')
    await expect.poll(() => reader.shown()).toEqual([])
    await office.feed.close()
  })

  it('refuses to begin while Postgres is away, and goes on after it was', async () => {
    const office = createOffice()
    office.setAway(true)
    const refused = office.open('me', 'all')
    await expect.poll(() => refused.failures).toHaveLength(1)
    office.setAway(false)
    office.store(rowOf('a'))
    const reader = office.open('me', 'all')
    await expect.poll(() => reader.shown()).toEqual(['a@1/0'])
    office.setAway(true)
    office.store(rowOf('b', { minute: 1, headSeq: 3 }))
    office.tell(rowOf('b', { minute: 1, headSeq: 3 }))
    office.mark('me', 'b', 2)
    office.setAway(false)
    await expect.poll(() => reader.shown()).toEqual(['a@1/0', 'b@1/2'])
    expect(reader.failures).toEqual([])
    await office.feed.close()
  })

  it('builds one update for all who have read nothing new', async () => {
    const office = createOffice()
    const readers = ['one', 'two', 'three'].map((userId) => office.open(userId, 'all'))
    await expect.poll(() => readers.map(({ updates }) => updates.length)).toEqual([1, 1, 1])
    office.store(rowOf('a', { headSeq: 1 }))
    office.tell(rowOf('a', { headSeq: 1 }), 'two')
    await expect.poll(() => readers.map((reader) => reader.shown())).toEqual([['a@1/0'], ['a@1/1'], ['a@1/0']])
    expect(readers[0]?.updates.at(-1)).toBe(readers[2]?.updates.at(-1))
    await office.feed.close()
  })

  it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
    'shows in the end what Postgres has, whatever is lost, late or out of order (seed %i)',
    async (seed) => {
      const random = createRandom(seed)
      const office = createOffice({ readMs: () => random.between(0, 4), repairMs: 10 })
      const people = ['me', 'you', 'they']
      const readers = people.flatMap((userId) => [
        office.open(userId, 'all'),
        office.open(userId, 'mine'),
        office.open(userId, 'all', { isOwn: true }),
        office.open(userId, 'unassigned', { isOwn: true }),
      ])
      const late: (() => void)[] = []
      for (let step = 1; step <= 150; step += 1) {
        const change = changeAtRandom(office, random, step)
        if (random.next() < 0.6) change()
        else if (random.next() < 0.5) late.push(change)
        if (random.next() < 0.2) late.splice(random.between(0, late.length), 1)[0]?.()
        if (random.next() < 0.1) readers.push(office.open(random.pick('me', 'you', 'they'), 'unassigned'))
        if (random.next() < 0.3) await office.pass(random.between(0, 3))
      }
      for (const reader of readers) {
        const expected = () =>
          office
            .list(reader)
            .map(({ id, revision }) => `${id}@${revision}`)
            .toSorted()
        const shown = () => [...reader.rows.values()].map(({ id, revision }) => `${id}@${revision}`).toSorted()
        await expect.poll(shown).toEqual(expected())
      }
      await office.feed.close()
    },
  )
})

/** @returns what would tell of it */
function changeAtRandom(
  office: ReturnType<typeof createOffice>,
  random: ReturnType<typeof createRandom>,
  step: number,
): () => void {
  const name = `row-${random.between(1, 30)}`
  const before = office.find(name)
  const assignee = random.pick(null, me, assigneeOf('you'))
  const isMessage = !before || random.next() < 0.6
  const row = rowOf(name, {
    revision: (before?.revision ?? 0) + 1,
    headSeq: (before?.headSeq ?? 0) + Number(isMessage),
    assignee,
    status: random.next() < 0.1 ? 'closed' : 'open',
    staffIds: (before?.staffIds ?? []).filter((id) => id !== assignee?.id),
    ...(isMessage || !before ? { minute: step } : { lastEventAt: before.lastEventAt }),
  })
  office.store(row)
  return () => office.tell(row, random.pick(undefined, 'me', 'you'))
}
