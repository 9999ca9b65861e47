import { expect, it } from 'vitest'
import { createHeadReader } from './head-reader.ts'
import { createMoments } from './moments.ts'

function createReader(mostPerQuery = 100) {
  const queries: (readonly string[])[] = []
  const moments = createMoments()
  const reader = createHeadReader({
    source: {
      readHeads(ids) {
        queries.push(ids)
        if (ids.includes('poison')) return Promise.reject(new Error('poisoned'))
        return Promise.resolve({ epoch: 'a1', heads: new Map([['a', 3]]) })
      },
    },
    moments,
    mostPerQuery,
    onQuery: () => {},
  })
  return { reader, queries, moments }
}

it('reads together what is asked for at the same time', async () => {
  const { reader, queries } = createReader()
  const [a, again, b] = await Promise.all([reader.read('a'), reader.read('a'), reader.read('b')])
  expect(queries).toEqual([['a', 'b']])
  expect([a.head, again.head, b.head]).toEqual([3, 3, 0])
})

it('says when it began, so that nobody takes it for news of what came later', async () => {
  const { reader, moments } = createReader()
  const before = moments.now()
  const first = await reader.read('a')
  const second = await reader.read('a')
  expect([first.startedAt > before, second.startedAt > first.startedAt]).toEqual([true, true])
})

it('never asks for more in one query than it may', async () => {
  const { reader, queries } = createReader(2)
  await Promise.all(['a', 'b', 'c'].map((id) => reader.read(id)))
  const seen: string[] = []
  await reader.readAll(['d', 'e', 'f'], (id) => void seen.push(id))
  expect(queries).toEqual([['a', 'b'], ['c'], ['d', 'e'], ['f']])
  expect(seen).toEqual(['d', 'e', 'f'])
})

it('rejects for those who asked, and only for them', async () => {
  const { reader } = createReader(1)
  const poisoned = reader.read('poison')
  const fine = reader.read('a')
  await expect(poisoned).rejects.toThrow('poisoned')
  expect((await fine).head).toBe(3)
})
