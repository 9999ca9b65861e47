import { expect, test } from 'vitest'
import { tellCache } from './tell-cache.ts'

/** Notes what it is told, and answers as Redis would. */
function createListener(hasTaken = true) {
  const told: (readonly string[] | 'everything')[] = []
  return {
    told,
    invalidateConfirmed: async (tags: readonly string[]) => {
      told.push(tags)
      return hasTaken
    },
    invalidateAll: async () => {
      told.push('everything')
      return hasTaken
    },
  }
}

const pages = (count: number) => Array.from({ length: count }, (_, index) => `product:${index}`)

test.each([
  ['tags of this release are told one by one', ['product:1', 'products:all'], ['product:1', 'products:all']],
  ['the log’s "*" is everything', ['product:1', '*'], 'everything'],
  ['a tag of another release is everything', ['product:1', 'payment:1'], 'everything'],
  ['a thousand tags are told one by one', pages(1_000), pages(1_000)],
  ['more are everything', pages(1_001), 'everything'],
])('%s', async (_, tags, expected) => {
  const cache = createListener()
  expect(await tellCache(cache, tags)).toBe(true)
  expect(cache.told).toEqual([expected])
})

test('what Redis did not take is not reported as told', async () => {
  expect(await tellCache(createListener(false), ['product:1'])).toBe(false)
  expect(await tellCache(createListener(false), ['*'])).toBe(false)
})
