import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cacheTags } from '#server/contracts/caches.ts'
import { createCache } from '#server/redis/cache/create-cache.ts'
import { readFleetStats } from '#server/redis/cache/fleet-stats.ts'
import {
  cacheOf,
  policiesWith,
  productEntry,
  readList,
  readProduct,
  slowSource,
  sourceOf,
  withoutLocalLevel,
} from '#tests/support/cache.ts'
import { openRedisLayer, type RedisLayer } from '#tests/support/redis-layer.ts'
import { testPrefix } from '#tests/support/servers.ts'

/** Makes the entry as old as if its TTL were over; its grace is left. */
async function age({ redis, keys }: RedisLayer, graceLeftMs = 60_000, id = '1'): Promise<void> {
  expect(await redis.cache.pexpire(keys.product(id), graceLeftMs)).toBe(1)
}

const failing = { load: () => Promise.reject(new Error('the database is away')) }

describe('a value past its TTL, in its grace', () => {
  it('is served while somebody else loads', async () => {
    const prefix = testPrefix()
    await using here = openRedisLayer({ REDIS_PREFIX: prefix })
    await using there = openRedisLayer({ REDIS_PREFIX: prefix })
    const [cache, other] = [cacheOf(here), cacheOf(there)]
    await readProduct(cache, sourceOf('old'))
    await age(here)
    const slow = slowSource()
    const loading = readProduct(cacheOf(here, { policies: policiesWith({ softTimeoutMs: 60_000 }) }), slow)
    await slow.started
    const unneeded = sourceOf('unneeded')
    expect(await readProduct(other, unneeded)).toBe('old')
    expect(unneeded.loads).toBe(0)
    expect(other.stats().get('product')?.stale).toBe(1)
    slow.finish('new')
    expect(await loading).toBe('new')
    expect(await readProduct(other, unneeded)).toBe('new')
  })

  it('is served when the load takes longer than the soft timeout; the load goes on and is stored', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer, { policies: policiesWith({ localTtlMs: 0, softTimeoutMs: 10 }) })
    await readProduct(cache, sourceOf('old'))
    await age(layer)
    const slow = slowSource()
    expect(await readProduct(cache, slow)).toBe('old')
    slow.finish('new')
    await expect.poll(() => readProduct(cache, failing)).toBe('new')
  })

  it('stands in for a load that fails, unless the caller says that the failure is an answer', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer, { policies: withoutLocalLevel })
    await readProduct(cache, sourceOf('old'))
    await age(layer)
    expect(await readProduct(cache, failing)).toBe('old')
    const strict = { ...productEntry('1'), ...failing, mayServeStaleAfter: () => false }
    await expect(cache.getOrLoad(strict)).rejects.toThrow('the database is away')
  })

  it('is never served when an invalidation voided it', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer, { policies: withoutLocalLevel })
    await readProduct(cache, sourceOf('old'))
    await age(layer)
    await cache.invalidate([cacheTags.product('1')])
    await expect(readProduct(cache, failing)).rejects.toThrow('the database is away')
  })

  it('is never served where it says that there is no such row', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer, { policies: withoutLocalLevel })
    await readProduct(cache, sourceOf(null))
    await age(layer)
    await expect(readProduct(cache, failing)).rejects.toThrow('the database is away')
  })
})

describe('a load', () => {
  it('that throws releases the lease: the next caller loads at once', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    await expect(readProduct(cache, failing)).rejects.toThrow('the database is away')
    await expect.poll(() => layer.redis.cache.exists(layer.keys.cacheLease(layer.keys.product('1')))).toBe(0)
    expect(await readProduct(cacheOf(layer), sourceOf('value'))).toBe('value')
  })

  it('that never returns is given up at the hard timeout, tells the loader, and releases the lease', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer, { policies: policiesWith({ hardTimeoutMs: 50 }) })
    const aborted = Promise.withResolvers<void>()
    const load = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => aborted.resolve())
      return new Promise<never>(() => {})
    }
    await expect(cache.getOrLoad({ ...productEntry('1'), load })).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    await aborted.promise
    expect(await readProduct(cache, sourceOf('value'))).toBe('value')
  })

  it('of a process that died is waited for no longer than allowed, then the waiter loads on its own', async () => {
    await using layer = openRedisLayer()
    const dead = slowSource()
    const lost = readProduct(cacheOf(layer), dead)
    await dead.started
    const cache = cacheOf(layer, { policies: policiesWith({ waitMs: 100 }) })
    expect(await readProduct(cache, sourceOf('own'))).toBe('own')
    dead.finish('late')
    await lost
  })

  it('in another process is waited for', async () => {
    await using layer = openRedisLayer()
    const slow = slowSource()
    const loading = readProduct(cacheOf(layer), slow)
    await slow.started
    const unneeded = sourceOf('unneeded')
    const waiting = readProduct(cacheOf(layer), unneeded)
    slow.finish('shared')
    expect(await Promise.all([loading, waiting])).toEqual(['shared', 'shared'])
    expect(unneeded.loads).toBe(0)
  })

  it('that an invalidation overtakes again and again is served in the end, and never stored', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const writer = cacheOf(layer, { link: undefined })
    let loads = 0
    const load = async () => {
      loads += 1
      await writer.invalidate([cacheTags.product('1')])
      return `load ${loads}`
    }
    expect(await cache.getOrLoad({ ...productEntry('1'), load })).toBe('load 3')
    expect(await layer.redis.cache.exists(layer.keys.product('1'))).toBe(0)
    expect(cache.stats().get('product')).toMatchObject({ loads: 3, refused: 3 })
  })
})

describe('an early refresh', () => {
  it('is drawn for by a reader of Redis and by one of its own copy, and served around', async () => {
    await using layer = openRedisLayer()
    for (const policies of [withoutLocalLevel, policiesWith({ earlyRefresh: 1 })]) {
      const [calm, eager] = [{ random: () => 0 }, { random: () => 1 - 1e-9 }]
      // 20 ms of loading times -ln(1e-9) is more than what is left.
      await readProduct(cacheOf(layer, calm), { load: slowly('old') })
      expect(await layer.redis.cache.pexpire(layer.keys.product('1'), 600_000 + 200)).toBe(1)
      const cache = cacheOf(layer, { ...eager, policies })
      expect(await readProduct(cache, sourceOf('new'))).toBe('old')
      await expect.poll(() => layer.redis.cache.get(layer.keys.product('1'))).toContain('new')
      await cache.invalidate([cacheTags.product('1')])
    }
  })
})

describe('what cannot be stored', () => {
  it('a value above the size is served and counted, and nobody waits for it', async () => {
    await using layer = openRedisLayer()
    const policies = policiesWith({ maxBytes: 100 })
    const [cache, other] = [cacheOf(layer, { policies }), cacheOf(layer, { policies })]
    const long = 'x'.repeat(200)
    expect(await readProduct(cache, sourceOf(long))).toBe(long)
    expect(cache.stats().get('product')).toMatchObject({ tooLarge: 1, loads: 1 })
    expect(await layer.redis.cache.get(layer.keys.product('1'))).not.toContain('x'.repeat(100))
    expect(await Promise.all([readProduct(other, sourceOf('a')), readProduct(cache, sourceOf('b'))])).toEqual([
      'a',
      'b',
    ])
    expect((await cache.explain('product', '1')).verdict).toBe('not stored: too large or not JSON')
  })

  it('a value that its schema does not take back from JSON is served and counted', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const date = new Date(0)
    const read = () => cache.getOrLoad({ ...productEntry('1'), schema: z.date(), load: async () => date })
    expect(await read()).toBe(date)
    expect(cache.stats().get('product')).toMatchObject({ unstorable: 1 })
  })

  it('a long value is stored compressed, and read back the same', async () => {
    await using layer = openRedisLayer()
    const long = 'Rescisão e verbas '.repeat(2_000)
    await readProduct(cacheOf(layer), sourceOf(long))
    expect(await layer.redis.cache.strlen(layer.keys.product('1'))).toBeLessThan(2_000)
    expect(await readProduct(cacheOf(layer), failing)).toBe(long)
  })
})

describe('a stored value that cannot be read', () => {
  it.each([
    ['its payload is cut off', (text: string) => text.slice(0, -2)],
    ['its payload is of another shape', (text: string) => text.replace(/\n[\s\S]*/, '\n{"a":1}')],
    ['its compression is broken', (text: string) => text.replace(/ j /, ' z ')],
  ])('is a miss, counted, and replaced: %s', async (_what, harm) => {
    await using layer = openRedisLayer()
    const { cache: redis } = layer.redis
    const key = layer.keys.product('1')
    await readProduct(cacheOf(layer), sourceOf('value'))
    await redis.set(key, harm((await redis.get(key)) ?? ''), 'KEEPTTL')
    const cache = cacheOf(layer)
    expect(await readProduct(cache, sourceOf('loaded'))).toBe('loaded')
    expect(cache.stats().get('product')).toMatchObject({ corrupt: 1, loads: 1 })
    expect(await readProduct(cacheOf(layer), failing)).toBe('loaded')
  })

  it('is not deleted when somebody has replaced it meanwhile', async () => {
    await using layer = openRedisLayer()
    await readProduct(cacheOf(layer), sourceOf('good'))
    const { keys, redis } = layer
    const key = keys.product('1')
    await redis.cacheStore.run('read-cache', {
      keys: [keys.cacheTags(), key, keys.cacheLease(key)],
      args: ['token', '', 0, keys.cacheChannel(), 0, 0, 0, 'the-id-of-another-entry'],
    })
    expect(await readProduct(cacheOf(layer), failing)).toBe('good')
  })

  it('and a key of another type are replaced', async () => {
    await using layer = openRedisLayer()
    await layer.redis.cache.lpush(layer.keys.product('1'), 'a list')
    expect(await readProduct(cacheOf(layer), sourceOf('loaded'))).toBe('loaded')
    expect(await readProduct(cacheOf(layer), failing)).toBe('loaded')
  })
})

describe('several reads at once', () => {
  it('cost one round trip', async () => {
    await using layer = openRedisLayer()
    const ids = Array.from({ length: 10 }, (_, index) => String(index))
    for (const id of ids) await readProduct(cacheOf(layer), sourceOf(id), id)
    const counted = countRuns(layer)
    const cache = createCache({ store: counted.store, keys: layer.keys, log: layer.log })
    expect(await cache.getMany(ids.map((id) => ({ ...productEntry(id), ...failing })))).toEqual(ids)
    expect(counted.runs()).toEqual(['read-cache'])
    await Promise.all([
      readProduct(cache, failing, '1'),
      readList(cache, 'all', 'list'),
      readProduct(cache, failing, '2'),
    ])
    expect(counted.runs().filter((name) => name === 'read-cache')).toHaveLength(2)
  })
})

describe('a read that Redis has answered, but whose answer is still on its way', () => {
  it('is not joined by a caller who comes after an invalidation', async () => {
    await using layer = openRedisLayer()
    await readProduct(cacheOf(layer), sourceOf('old'))
    const held = holdReads(layer)
    const cache = createCache({ store: held.store, keys: layer.keys, log: layer.log })
    const early = readProduct(cache, sourceOf('new'))
    await held.answered
    await cacheOf(layer, { link: undefined }).invalidate([cacheTags.product('1')])
    const late = readProduct(cache, sourceOf('new'))
    held.release()
    expect(await early).toBe('old')
    expect(await late).toBe('new')
  })
})

describe('counts', () => {
  it('of all processes come together in Redis, by the minute', async () => {
    const prefix = testPrefix()
    await using layer = openRedisLayer({ REDIS_PREFIX: prefix })
    const fleet = layer.redis.stateStore
    const caches = [cacheOf(layer, { fleet }), cacheOf(layer, { fleet })]
    for (const cache of caches) await readProduct(cache, sourceOf('value'))
    for (const cache of caches) await cache.close()
    const minutes = await readFleetStats({ store: fleet, keys: layer.keys }, { untilMs: Date.now(), minutes: 2 })
    const sum = (stat: 'loads' | 'misses' | 'redisHits') =>
      minutes.reduce((total, { caches: { product } }) => total + product[stat], 0)
    expect([sum('loads'), sum('misses'), sum('redisHits')]).toEqual([1, 1, 1])
  })
})

describe('the explanation of an entry', () => {
  it('says why it is served or not', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const explain = () => cache.explain('product', '1')
    expect(await explain()).toMatchObject({ key: layer.keys.product('1'), verdict: 'missing', leaseForMs: null })
    await readProduct(cache, sourceOf('value'))
    expect(await explain()).toMatchObject({ verdict: 'fresh', redis: { tags: [{ tag: 'product:1', isVoid: false }] } })
    await age(layer)
    expect(await explain()).toMatchObject({ verdict: 'stale, served in its grace' })
    await cache.invalidate([cacheTags.product('1')])
    expect(await explain()).toMatchObject({
      verdict: 'void: a tag was invalidated',
      redis: { tags: [{ isVoid: true }] },
    })
    await cache.invalidateAll()
    expect(await explain()).toMatchObject({ verdict: 'void: the tags began anew' })
  })
})

const slowly = (value: string) => async () => {
  const began = performance.now()
  while (performance.now() - began < 20) await new Promise((resolve) => setImmediate(resolve))
  return value
}

/** The first read of Redis is executed, but its answer kept back until released. */
function holdReads({ redis: { cacheStore } }: RedisLayer) {
  const answered = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  let reads = 0
  const store: typeof cacheStore = {
    ...cacheStore,
    async run(name, call) {
      const reply = await cacheStore.run(name, call)
      reads += name === 'read-cache' ? 1 : 0
      if (name !== 'read-cache' || reads > 1) return reply
      answered.resolve()
      await released.promise
      return reply
    },
  }
  return { store, answered: answered.promise, release: released.resolve }
}

function countRuns({ redis: { cacheStore } }: RedisLayer) {
  const names: string[] = []
  const store: typeof cacheStore = {
    ...cacheStore,
    run: (name, call) => {
      names.push(name)
      return cacheStore.run(name, call)
    },
  }
  return { store, runs: () => names }
}
