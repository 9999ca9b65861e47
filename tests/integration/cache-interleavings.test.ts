import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cacheTags } from '#server/contracts/caches.ts'
import { createSubscriberLink } from '#server/redis/subscriber-link.ts'
import { cacheOf, withoutLocalLevel } from '#tests/support/cache.ts'
import { spyOn } from '#tests/support/cache-links.ts'
import { type Instance, interleave, type StaleServe } from '#tests/support/interleavings.ts'
import { createRandom } from '#tests/support/random.ts'
import { openRedisLayer, type RedisLayer } from '#tests/support/redis-layer.ts'
import { testPrefix } from '#tests/support/servers.ts'

const rounds = 1_000
const atOnce = 25

describe(`in ${rounds} random interleavings of loads and invalidations`, () => {
  it('two processes with copies of their own serve and store nothing older than an invalidation they knew of', async () => {
    const prefix = testPrefix()
    await using here = openRedisLayer({ REDIS_PREFIX: prefix })
    await using there = openRedisLayer({ REDIS_PREFIX: prefix })
    const instances = [here, there].map(coherent)
    await untilCoherent(instances)
    expect(await interleaveAll({ instances, auditor: withoutCopies(here), seed: 1 })).toEqual([])
    for (const { cache } of instances) expect(cache.stats().get('product')?.localHits).toBeGreaterThan(0)
  })

  it('two processes without copies serve and store nothing older than any invalidation', async () => {
    const prefix = testPrefix()
    await using here = openRedisLayer({ REDIS_PREFIX: prefix })
    await using there = openRedisLayer({ REDIS_PREFIX: prefix })
    const instances = [here, there].map(withoutCopies)
    expect(await interleaveAll({ instances, auditor: withoutCopies(here), seed: 2 })).toEqual([])
  })
})

const warmUp = { cache: 'agents', id: 'warm', schema: z.string(), tags: [cacheTags.agents()] } as const

function coherent(layer: RedisLayer): Instance {
  const link = spyOn(createSubscriberLink(layer.redis.cacheSubscriber, layer.log))
  return { cache: cacheOf(layer, { link }), link }
}

async function untilCoherent(instances: readonly Instance[]): Promise<void> {
  for (const { cache } of instances) {
    const localHits = async () => {
      await cache.getOrLoad({ ...warmUp, load: async () => 'warm' })
      return cache.stats().get('agents')?.localHits
    }
    await expect.poll(localHits).toBeGreaterThan(0)
  }
}

const withoutCopies = (layer: RedisLayer): Instance => ({
  cache: cacheOf(layer, { link: undefined, policies: withoutLocalLevel }),
  link: undefined,
})

interface Run {
  readonly instances: readonly Instance[]
  readonly auditor: Instance
  readonly seed: number
}

async function interleaveAll({ instances, auditor, seed }: Run): Promise<StaleServe[]> {
  const stale: StaleServe[] = []
  for (let first = 0; first < rounds; first += atOnce) {
    const batch = Array.from({ length: atOnce }, (_, index) => first + index)
    const found = await Promise.all(
      batch.map((round) =>
        interleave(String(round), { instances, auditor, random: createRandom(seed * 1_000_000 + round) }),
      ),
    )
    stale.push(...found.flat())
  }
  return stale
}
