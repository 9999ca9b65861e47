import { expect, it } from 'vitest'
import { z } from 'zod'
import { cacheTags } from '#server/contracts/caches.ts'
import type { Cache } from '#server/redis/cache/cache.ts'
import { createSubscriberLink } from '#server/redis/subscriber-link.ts'
import { cacheOf, policiesWith, readUntilLocal, sourceOf } from '#tests/support/cache.ts'
import { spyOn } from '#tests/support/cache-links.ts'
import { openRedisLayer } from '#tests/support/redis-layer.ts'

const schema = z.object({ words: z.array(z.string()) })
const own = [cacheTags.agents(), cacheTags.agent('1')]

function readWords(cache: Cache, word: string) {
  return cache.getOrLoad({ cache: 'agent', id: '1', schema, tags: own, load: async () => ({ words: [word] }) })
}

/** Two processes; the first trusts its link, and has read from Redis what the second stored there. */
async function openStage(word = 'old') {
  const layer = openRedisLayer()
  await layer.redis.ready()
  const link = spyOn(createSubscriberLink(layer.redis.cacheSubscriber, layer.log))
  // On a starved machine the first answer may come too late; then its lease belongs to nobody until it ends.
  const policies = policiesWith({ hardTimeoutMs: 500 })
  const [cache, writer] = [cacheOf(layer, { link, policies }), cacheOf(layer, { link: undefined, policies })]
  await readUntilLocal(cache, sourceOf('warm'), 'warm')
  await readWords(writer, word)
  await readWords(cache, 'not stored')
  expect(cache.stats().get('agent')).toMatchObject({ redisHits: 1, localHits: 0 })
  return { link, cache, writer, [Symbol.asyncDispose]: () => layer[Symbol.asyncDispose]() }
}

it.each(['old', 'long and again '.repeat(2_000)])(
  'a copy of what Redis had is served from the second call on, one frozen object to all',
  async (word) => {
    await using stage = await openStage(word)
    const [first, second] = [await readWords(stage.cache, 'loaded'), await readWords(stage.cache, 'loaded')]
    expect(first).toEqual({ words: [word] })
    expect(second).toBe(first)
    expect(() => first.words.push('mine')).toThrow(TypeError)
    expect(stage.cache.stats().get('agent')).toMatchObject({ redisHits: 1, localHits: 2, misses: 0 })
  },
)

it('a copy that nobody has asked for yet goes with any of its tags', async () => {
  await using stage = await openStage()
  await stage.writer.invalidate([cacheTags.agent('1')])
  await expect.poll(() => stage.link.heard('agent:1'), { interval: 1 }).toBe(1)
  expect(await readWords(stage.cache, 'new')).toEqual({ words: ['new'] })
})

it('a copy that was asked for goes with any of its tags', async () => {
  await using stage = await openStage()
  await readWords(stage.cache, 'loaded')
  await stage.writer.invalidate([cacheTags.agents()])
  await expect.poll(() => stage.link.heard('agents:all'), { interval: 1 }).toBe(1)
  expect(await readWords(stage.cache, 'new')).toEqual({ words: ['new'] })
})

it('a caller with another schema is not served the copy', async () => {
  await using stage = await openStage()
  const loose = z.object({ words: z.array(z.string().transform((word) => word.toUpperCase())) })
  const request = { cache: 'agent', id: '1', schema: loose, tags: own, load: async () => ({ words: [] }) } as const
  expect(await stage.cache.getOrLoad(request)).toEqual({ words: ['OLD'] })
  expect(stage.cache.stats().get('agent')).toMatchObject({ localHits: 0, redisHits: 2 })
})
