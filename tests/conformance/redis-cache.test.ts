import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { caches, cacheTags } from '#server/contracts/caches.ts'
import { cacheOf, productEntry, readList, readProduct, slowSource, sourceOf } from '#tests/support/cache.ts'
import { openRedisLayer, openRedisLayerOn } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

describe('get or load', () => {
  it('loads once and serves the stored value from then on', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const source = sourceOf('first')
    expect(await readProduct(cache, source)).toBe('first')
    source.value = 'second'
    expect(await readProduct(cache, source)).toBe('first')
    expect(source.loads).toBe(1)
  })

  it('shares what is stored with other processes', async () => {
    await using layer = openRedisLayer()
    const source = sourceOf('value')
    await readProduct(cacheOf(layer), source)
    expect(await readProduct(cacheOf(layer), source)).toBe('value')
    expect(source.loads).toBe(1)
  })

  it('stores under the key of the registry, for the TTL of the cache less at most a tenth, and its grace', async () => {
    await using layer = openRedisLayer()
    await readProduct(cacheOf(layer), sourceOf('value'))
    const ttlMs = await layer.redis.cache.pttl(layer.keys.product('1'))
    const { ttlMs: freshMs, graceMs } = caches.product
    expect(ttlMs).toBeGreaterThan(0.9 * freshMs + graceMs - 10_000)
    expect(ttlMs).toBeLessThanOrEqual(freshMs + graceMs)
  })

  it('spreads TTLs, so that entries stored together do not expire together', async () => {
    await using layer = openRedisLayer()
    const { cache: redis } = layer.redis
    await readProduct(cacheOf(layer, { random: () => 0 }), sourceOf('value'), '1')
    await readProduct(cacheOf(layer, { random: () => 0.999 }), sourceOf('value'), '2')
    const [longest, shortest] = await Promise.all([
      redis.pttl(layer.keys.product('1')),
      redis.pttl(layer.keys.product('2')),
    ])
    expect(longest - shortest).toBeGreaterThan(300_000)
  })

  it('remembers that there is no such row, for a shorter time', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const source = sourceOf(null)
    expect(await readProduct(cache, source)).toBeNull()
    expect(await readProduct(cache, source)).toBeNull()
    expect(source.loads).toBe(1)
    const { redis } = await cache.explain('product', '1')
    expect(redis?.freshForMs).toBeGreaterThan(20_000)
    expect(redis?.freshForMs).toBeLessThanOrEqual(30_000)
  })

  it('takes a value that does not fit the schema for missing', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    await readProduct(cache, sourceOf('stored by another version'))
    const number = await cache.getOrLoad({ ...productEntry('1'), schema: z.number(), load: async () => 42 })
    expect(number).toBe(42)
  })

  it.each(['', 'not json', '{}', '{"epoch":1}', '[]', 'null'])('takes %j in Redis for missing', async (stored) => {
    await using layer = openRedisLayer()
    await layer.redis.cache.set(layer.keys.product('1'), stored)
    expect(await readProduct(cacheOf(layer), sourceOf('loaded'))).toBe('loaded')
  })

  it('loads once for fifty callers at the same time', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const source = sourceOf('value')
    const values = await Promise.all(Array.from({ length: 50 }, () => readProduct(cache, source)))
    expect(new Set(values)).toEqual(new Set(['value']))
    expect(source.loads).toBe(1)
    expect(cache.stats().get('product')).toMatchObject({ redisHits: 0, misses: 50, loads: 1, errors: 0 })
  })

  it('loads and stores of several at once those that are missing, each under its own lease', async () => {
    await using layer = openRedisLayer()
    await readProduct(cacheOf(layer), sourceOf('stored'), '1')
    const cache = cacheOf(layer)
    const many = ['1', '2', '3', '4'].map((id) => ({ ...productEntry(id), load: async () => `loaded ${id}` }))
    expect(await cache.getMany(many)).toEqual(['stored', 'loaded 2', 'loaded 3', 'loaded 4'])
    const keys = ['2', '3', '4'].map(layer.keys.product)
    expect(await layer.redis.cache.exists(keys)).toBe(3)
  })

  it('passes a failing load on to every caller, stores nothing, and loads again for the next', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const failing = () =>
      cache.getOrLoad({ ...productEntry('1'), load: () => Promise.reject(new Error('no database')) })
    const results = await Promise.allSettled([failing(), failing()])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await readProduct(cache, sourceOf('later'))).toBe('later')
  })

  it('counts hits, misses and loads per cache', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    for (let call = 0; call < 3; call += 1) await readProduct(cache, sourceOf('value'))
    const { localHits = 0, redisHits = 0, ...others } = cache.stats().get('product') ?? {}
    expect(localHits + redisHits).toBe(2)
    expect(others).toMatchObject({ misses: 1, loads: 1, errors: 0 })
  })
})

describe('an invalidation', () => {
  it('voids the entries that carry the tag, in every process, and no others', async () => {
    await using layer = openRedisLayer()
    const [here, there] = [cacheOf(layer), cacheOf(layer)]
    const [one, two] = [sourceOf('old'), sourceOf('old')]
    await Promise.all([readProduct(here, one, '1'), readProduct(here, two, '2')])
    one.value = 'new'
    two.value = 'new'
    await there.invalidate([cacheTags.product('1')])
    await expect.poll(() => readProduct(here, one, '1')).toBe('new')
    expect(await readProduct(here, two, '2')).toBe('old')
  })

  it('reaches entries by tags that depend on the value', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const source = sourceOf('written by 7')
    const readTagged = () =>
      cache.getOrLoad({
        ...productEntry('1'),
        tags: (value: string | null) => [cacheTags.agent(value?.at(-1) ?? '')],
        load: source.load,
      })
    await readTagged()
    source.value = 'written by 8'
    await cache.invalidate([cacheTags.agent('8')])
    expect(await readTagged()).toBe('written by 7')
    await cache.invalidate([cacheTags.agent('7')])
    expect(await readTagged()).toBe('written by 8')
  })

  it('keeps a load that began before it from being stored', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const slow = slowSource()
    const reading = readProduct(cache, slow)
    await slow.started
    await cacheOf(layer).invalidate([cacheTags.product('1')])
    slow.finish('old', 'new')
    expect(await reading).toBe('new')
    expect(slow.loads).toBe(2)
    expect(await layer.redis.cache.get(layer.keys.product('1'))).toContain('new')
  })

  it('keeps later callers from joining a load that began before it', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const slow = slowSource()
    const reading = readProduct(cache, slow)
    await slow.started
    await cacheOf(layer).invalidate([cacheTags.product('1')])
    expect(await readProduct(cache, sourceOf('new'))).toBe('new')
    slow.finish('old')
    await reading
    expect(await readProduct(cache, sourceOf('newer'))).toBe('new')
  })

  it('is not undone when the tags are evicted: old entries stay void', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    await readProduct(cache, sourceOf('old'))
    await cache.invalidate([cacheTags.product('1')])
    await layer.redis.cache.del(layer.keys.cacheTags())
    expect(await readProduct(cache, sourceOf('new'))).toBe('new')
  })

  it('voids every entry when the tags are evicted, also those never invalidated', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    await readProduct(cache, sourceOf('old'))
    await layer.redis.cache.del(layer.keys.cacheTags())
    await cacheOf(layer).invalidate([cacheTags.product('another')])
    await cache.invalidate([cacheTags.product('yet another')])
    expect(await readProduct(cache, sourceOf('new'))).toBe('new')
  })

  it('keeps a load from being stored when the tags are evicted meanwhile', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const slow = slowSource()
    const reading = readProduct(cache, slow)
    await slow.started
    await layer.redis.cache.del(layer.keys.cacheTags())
    await cacheOf(layer).invalidate([cacheTags.product('1')])
    slow.finish('old', 'new')
    expect(await reading).toBe('new')
    expect(await readProduct(cacheOf(layer), sourceOf('from the database'))).toBe('new')
  })

  it('costs the same however many entries carry the tag', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    for (let id = 0; id < 30; id += 1) await readList(cache, String(id), 'old')
    await cache.invalidate([cacheTags.products()])
    expect(await layer.redis.cache.hget(layer.keys.cacheTags(), '#seq')).toBe('1')
    expect(await readList(cache, '29', 'new')).toBe('new')
  })
})

describe('writing through', () => {
  it('stores the new value and voids the lists', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    await Promise.all([readProduct(cache, sourceOf('old')), readList(cache, 'all', 'old list')])
    await cache.writeThrough({ ...productEntry('1'), write: async () => 'new', invalidates: [cacheTags.products()] })
    const unneeded = sourceOf('from the database')
    expect(await readProduct(cache, unneeded)).toBe('new')
    expect(unneeded.loads).toBe(0)
    expect(await readList(cache, 'all', 'new list')).toBe('new list')
  })

  it('does not store what another writer may have replaced meanwhile', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const write = async () => {
      await cacheOf(layer).writeThrough({ ...productEntry('1'), write: async () => 'by the other' })
      return 'mine, older'
    }
    await cache.writeThrough({ ...productEntry('1'), write })
    expect(await readProduct(cache, sourceOf('from the database'))).toBe('from the database')
  })

  it('voids the entry also when the write fails, for its outcome may be unknown', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    await readProduct(cache, sourceOf('old'))
    const write = () => Promise.reject(new Error('timed out'))
    await expect(cache.writeThrough({ ...productEntry('1'), write })).rejects.toThrow('timed out')
    expect(await readProduct(cache, sourceOf('committed after all'))).toBe('committed after all')
  })
})

describe('without Redis', () => {
  it.each(['down', 'frozen'])('loads, and shares a load between callers, while it is %s', async (how) => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const cache = cacheOf(layer)
    await (how === 'down' ? server.kill() : server.freeze())
    const slow = slowSource()
    const reading = [readProduct(cache, slow), readProduct(cache, slow), readProduct(cache, slow)]
    await slow.started
    slow.finish('value')
    expect(await Promise.all(reading)).toEqual(['value', 'value', 'value'])
    expect(cache.stats().get('product')).toMatchObject({ misses: 3, loads: 1, errors: 3 })
  })

  it('does not join a load from before an invalidation of this process', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const cache = cacheOf(layer)
    await server.kill()
    const slow = slowSource()
    const reading = readProduct(cache, slow)
    await slow.started
    await cache.invalidate([cacheTags.product('1')])
    expect(await readProduct(cache, sourceOf('new'))).toBe('new')
    slow.finish('old')
    await reading
  })

  it('remembers an invalidation until Redis knows it, and serves nothing stored before', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const cache = cacheOf(layer)
    await readProduct(cache, sourceOf('old'))
    server.freeze()
    await cache.invalidate([cacheTags.product('1')])
    server.thaw()
    await expect.poll(() => layer.redis.cache.ping().catch(() => 'frozen')).toBe('PONG')
    expect(await readProduct(cache, sourceOf('new'))).toBe('new')
  })

  it('tells Redis of it by itself as soon as it is back', async () => {
    await using server = await startRedisProcess({ settings: ['appendonly yes', 'appendfsync always'] })
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    await readProduct(cacheOf(layer), sourceOf('old'))
    const cache = cacheOf(layer)
    await server.kill()
    await cache.invalidate([cacheTags.product('1')])
    await server.restart()
    const seq = () => layer.redis.cache.hget(layer.keys.cacheTags(), '#seq').catch(() => 'down')
    await expect.poll(seq, { timeout: 10_000 }).toBe('1')
    expect(await readProduct(cacheOf(layer), sourceOf('new'))).toBe('new')
  })
})
