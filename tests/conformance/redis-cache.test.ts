import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cacheTags } from '#server/contracts/caches.ts'
import { type Cache, createCache } from '#server/redis/cache/create-cache.ts'
import { openRedisLayer, openRedisLayerOn, type RedisLayer } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

const text = z.string().nullable()

describe('get or load', () => {
  it('loads once and serves the stored value from then on', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const source = sourceOf('first')
    expect(await read(cache, source)).toBe('first')
    source.value = 'second'
    expect(await read(cache, source)).toBe('first')
    expect(source.loads).toBe(1)
  })

  it('shares what is stored with other processes', async () => {
    await using layer = openRedisLayer()
    const source = sourceOf('value')
    await read(cacheOf(layer), source)
    expect(await read(cacheOf(layer), source)).toBe('value')
    expect(source.loads).toBe(1)
  })

  it('stores under the key of the registry, for the TTL of the cache less at most a tenth', async () => {
    await using layer = openRedisLayer()
    await read(cacheOf(layer), sourceOf('value'))
    const ttlMs = await layer.redis.cache.pttl(layer.keys.product('1'))
    expect(ttlMs).toBeGreaterThan(0.9 * 3_600_000 - 10_000)
    expect(ttlMs).toBeLessThanOrEqual(3_600_000)
  })

  it('spreads TTLs, so that entries stored together do not expire together', async () => {
    await using layer = openRedisLayer()
    const { cache: redis } = layer.redis
    await read(
      cacheOf(layer, () => 0),
      sourceOf('value'),
      '1',
    )
    await read(
      cacheOf(layer, () => 1),
      sourceOf('value'),
      '2',
    )
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
    expect(await read(cache, source)).toBeNull()
    expect(await read(cache, source)).toBeNull()
    expect(source.loads).toBe(1)
    expect(await layer.redis.cache.pttl(layer.keys.product('1'))).toBeLessThanOrEqual(30_000)
  })

  it('takes a value that does not fit the schema for missing', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    await read(cache, sourceOf('stored by another version'))
    const number = await cache.getOrLoad({ ...request('1'), schema: z.number(), load: async () => 42 })
    expect(number).toBe(42)
  })

  it.each(['', 'not json', '{}', '{"epoch":1}', '[]', 'null'])('takes %j in Redis for missing', async (stored) => {
    await using layer = openRedisLayer()
    await layer.redis.cache.set(layer.keys.product('1'), stored)
    expect(await read(cacheOf(layer), sourceOf('loaded'))).toBe('loaded')
  })

  it('loads once for fifty callers at the same time', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const source = sourceOf('value')
    const values = await Promise.all(Array.from({ length: 50 }, () => read(cache, source)))
    expect(new Set(values)).toEqual(new Set(['value']))
    expect(source.loads).toBe(1)
    expect(cache.stats().get('product')).toEqual({ hits: 0, misses: 50, loads: 1, errors: 0 })
  })

  it('passes a failing load on to every caller, stores nothing, and loads again for the next', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const failing = () => cache.getOrLoad({ ...request('1'), load: () => Promise.reject(new Error('no database')) })
    const results = await Promise.allSettled([failing(), failing()])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await read(cache, sourceOf('later'))).toBe('later')
  })

  it('counts hits, misses and loads per cache', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    for (let call = 0; call < 3; call += 1) await read(cache, sourceOf('value'))
    expect(cache.stats().get('product')).toEqual({ hits: 2, misses: 1, loads: 1, errors: 0 })
  })
})

describe('an invalidation', () => {
  it('voids the entries that carry the tag, in every process, and no others', async () => {
    await using layer = openRedisLayer()
    const [here, there] = [cacheOf(layer), cacheOf(layer)]
    const [one, two] = [sourceOf('old'), sourceOf('old')]
    await Promise.all([read(here, one, '1'), read(here, two, '2')])
    one.value = 'new'
    two.value = 'new'
    await there.invalidate([cacheTags.product('1')])
    expect(await read(here, one, '1')).toBe('new')
    expect(await read(here, two, '2')).toBe('old')
  })

  it('reaches entries by tags that depend on the value', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const source = sourceOf('written by 7')
    const readTagged = () =>
      cache.getOrLoad({ ...request('1'), tags: (value) => [cacheTags.agent(value?.at(-1) ?? '')], load: source.load })
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
    const slow = slowSource('old')
    const reading = read(cache, slow)
    await slow.started
    await cacheOf(layer).invalidate([cacheTags.product('1')])
    slow.finish()
    await reading
    expect(await layer.redis.cache.exists(layer.keys.product('1'))).toBe(0)
    expect(await read(cache, sourceOf('new'))).toBe('new')
  })

  it('keeps later callers from joining a load that began before it', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const slow = slowSource('old')
    const reading = read(cache, slow)
    await slow.started
    await cacheOf(layer).invalidate([cacheTags.product('1')])
    expect(await read(cache, sourceOf('new'))).toBe('new')
    slow.finish()
    await reading
    expect(await read(cache, sourceOf('newer'))).toBe('new')
  })

  it('is not undone when the tags are evicted: old entries stay void', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    await read(cache, sourceOf('old'))
    await cache.invalidate([cacheTags.product('1')])
    await layer.redis.cache.del(layer.keys.cacheTags())
    expect(await read(cache, sourceOf('new'))).toBe('new')
  })

  it('voids every entry when the tags are evicted, also those never invalidated', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    await read(cache, sourceOf('old'))
    await layer.redis.cache.del(layer.keys.cacheTags())
    await cache.invalidate([cacheTags.product('another')])
    expect(await read(cache, sourceOf('new'))).toBe('new')
  })

  it('keeps a load from being stored when the tags are evicted meanwhile', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const slow = slowSource('old')
    const reading = read(cache, slow)
    await slow.started
    await layer.redis.cache.del(layer.keys.cacheTags())
    await cacheOf(layer).invalidate([cacheTags.product('1')])
    slow.finish()
    await reading
    expect(await read(cache, sourceOf('new'))).toBe('new')
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
    await Promise.all([read(cache, sourceOf('old')), readList(cache, 'all', 'old list')])
    await cache.writeThrough({ ...request('1'), write: async () => 'new', invalidates: [cacheTags.products()] })
    const unneeded = sourceOf('from the database')
    expect(await read(cache, unneeded)).toBe('new')
    expect(unneeded.loads).toBe(0)
    expect(await readList(cache, 'all', 'new list')).toBe('new list')
  })

  it('does not store what another writer may have replaced meanwhile', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const write = async () => {
      await cacheOf(layer).writeThrough({ ...request('1'), write: async () => 'by the other' })
      return 'mine, older'
    }
    await cache.writeThrough({ ...request('1'), write })
    expect(await read(cache, sourceOf('from the database'))).toBe('from the database')
  })

  it('voids the entry also when the write fails, for its outcome may be unknown', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    await read(cache, sourceOf('old'))
    const write = () => Promise.reject(new Error('timed out'))
    await expect(cache.writeThrough({ ...request('1'), write })).rejects.toThrow('timed out')
    expect(await read(cache, sourceOf('committed after all'))).toBe('committed after all')
  })
})

describe('without Redis', () => {
  it.each(['down', 'frozen'])('loads, and shares a load between callers, while it is %s', async (how) => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const cache = cacheOf(layer)
    await (how === 'down' ? server.kill() : server.freeze())
    const slow = slowSource('value')
    const reading = [read(cache, slow), read(cache, slow), read(cache, slow)]
    await slow.started
    await expect.poll(() => cache.stats().get('product')?.misses).toBe(3)
    slow.finish()
    expect(await Promise.all(reading)).toEqual(['value', 'value', 'value'])
    expect(cache.stats().get('product')).toEqual({ hits: 0, misses: 3, loads: 1, errors: 3 })
  })

  it('does not join a load from before an invalidation of this process', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const cache = cacheOf(layer)
    await server.kill()
    const slow = slowSource('old')
    const reading = read(cache, slow)
    await slow.started
    await cache.invalidate([cacheTags.product('1')])
    expect(await read(cache, sourceOf('new'))).toBe('new')
    slow.finish()
    await reading
  })

  it('remembers an invalidation until Redis knows it, and serves nothing stored before', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const cache = cacheOf(layer)
    await read(cache, sourceOf('old'))
    server.freeze()
    await cache.invalidate([cacheTags.product('1')])
    server.thaw()
    await expect.poll(() => layer.redis.cache.ping().catch(() => 'frozen')).toBe('PONG')
    expect(await read(cache, sourceOf('new'))).toBe('new')
  })

  it('tells Redis of it by itself as soon as it is back', async () => {
    await using server = await startRedisProcess({ settings: ['appendonly yes', 'appendfsync always'] })
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    await read(cacheOf(layer), sourceOf('old'))
    const cache = cacheOf(layer)
    await server.kill()
    await cache.invalidate([cacheTags.product('1')])
    await server.restart()
    const seq = () => layer.redis.cache.hget(layer.keys.cacheTags(), '#seq').catch(() => 'down')
    await expect.poll(seq, { timeout: 10_000 }).toBe('1')
    expect(await read(cacheOf(layer), sourceOf('new'))).toBe('new')
  })
})

interface Source {
  value: string | null
  loads: number
  readonly load: () => Promise<string | null>
}

/** Stands for the database. */
function sourceOf(value: string | null): Source {
  const source = {
    value,
    loads: 0,
    load: async () => {
      source.loads += 1
      return source.value
    },
  }
  return source
}

/** Answers only when told to. */
function slowSource(value: string) {
  const started = Promise.withResolvers<void>()
  const finished = Promise.withResolvers<void>()
  const load = async (): Promise<string> => {
    started.resolve()
    await finished.promise
    return value
  }
  return { load, started: started.promise, finish: finished.resolve }
}

const cacheOf = ({ redis, keys, scripts, log }: RedisLayer, random: () => number = Math.random): Cache =>
  createCache({ redis: redis.cache, keys, scripts, log, random })

const request = (id: string) => ({ cache: 'product', id, schema: text, tags: [cacheTags.product(id)] }) as const

const read = (cache: Cache, { load }: Pick<Source, 'load'>, id = '1') => cache.getOrLoad({ ...request(id), load })

const readList = (cache: Cache, id: string, value: string) =>
  cache.getOrLoad({ cache: 'products', id, schema: text, tags: [cacheTags.products()], load: async () => value })
