import { expect, test } from 'vitest'
import { createBatcher } from './batcher.ts'

test('what comes while a batch is under way goes together in the next, and each gets its own answer', async () => {
  const batches: (readonly number[])[] = []
  const gate = Promise.withResolvers<void>()
  const batcher = createBatcher<number, string>({
    maxSize: 3,
    send: async (items) => {
      batches.push(items)
      if (batches.length === 1) await gate.promise
      return items.map((item) => `answer ${item}`)
    },
  })
  const first = batcher.add(1)
  await Promise.resolve()
  const others = [2, 3, 4, 5].map((item) => batcher.add(item))
  gate.resolve()
  expect(await Promise.all([first, ...others])).toEqual([1, 2, 3, 4, 5].map((item) => `answer ${item}`))
  expect(batches).toEqual([[1], [2, 3, 4], [5]])
})

test('a batch that fails fails its own items, and the next one goes out', async () => {
  const batcher = createBatcher<string, string>({
    maxSize: 10,
    send: async (items) => {
      if (items.includes('bad')) throw new Error('refused')
      return items
    },
  })
  const refused = [batcher.add('bad'), batcher.add('beside it')]
  const settled = await Promise.allSettled(refused)
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await batcher.add('good')).toBe('good')
})
