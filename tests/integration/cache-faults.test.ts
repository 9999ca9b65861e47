import { describe, expect, it } from 'vitest'
import { cacheTags } from '#server/contracts/caches.ts'
import {
  cacheOf,
  policiesWith,
  readProduct,
  readUntilLocal,
  slowSource,
  sourceOf,
  withoutLocalLevel,
} from '#tests/support/cache.ts'
import { openRedisLayer, openRedisLayerOn, type RedisLayer } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

const ids = Array.from({ length: 20 }, (_, index) => String(index))

describe('reads go on, none fails, none is wrong', () => {
  it.each([
    ['wiped', (layer: RedisLayer) => layer.redis.cache.call('FLUSHALL')],
    ['robbed of its scripts', (layer: RedisLayer) => layer.redis.cache.call('SCRIPT', 'FLUSH')],
    ['robbed of the tags', (layer: RedisLayer) => layer.redis.cache.del(layer.keys.cacheTags())],
    ['robbed of an entry', (layer: RedisLayer) => layer.redis.cache.del(layer.keys.product('1'))],
    ['robbed of a lease', (layer: RedisLayer) => layer.redis.cache.del(layer.keys.cacheLease(layer.keys.product('1')))],
    ['cut off', (layer: RedisLayer) => layer.redis.cache.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no')],
  ])('while Redis is %s again and again', async (_what, hurt) => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const cache = cacheOf(layer, { policies: withoutLocalLevel })
    for (let turn = 1; turn <= 10; turn += 1) {
      const value = `turn ${turn}`
      const reading = ids.map((id) => readProduct(cache, sourceOf(value), id))
      await hurt(layer).catch(() => undefined)
      for (const read of await Promise.all(reading)) expect(read).toMatch(/^turn \d+$/)
      await cache.invalidate(ids.map(cacheTags.product))
      for (const read of await Promise.all(ids.map((id) => readProduct(cache, sourceOf(`${value}b`), id)))) {
        expect(read).toBe(`${value}b`)
      }
      await cache.invalidate(ids.map(cacheTags.product))
    }
  })

  it.each(['killed', 'frozen'])('while Redis is %s and comes back', async (how) => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const cache = cacheOf(layer)
    const source = sourceOf('old')
    await readUntilLocal(cache, source)
    await (how === 'killed' ? server.kill() : server.freeze())
    source.value = 'new'
    await cache.invalidate([cacheTags.product('1')])
    for (let read = 0; read < 50; read += 1) expect(await readProduct(cache, source)).toBe('new')
    await (how === 'killed' ? server.restart() : server.thaw())
    await readUntilLocal(cache, source)
    expect(await readProduct(cache, source)).toBe('new')
    expect((await cache.explain('product', '1')).owedInvalidations).toBe(0)
  })

  it('and a read that was given up leaves no lease behind, for which others would wait', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const cache = cacheOf(layer)
    // Both scripts are known to the server from here on.
    await expect(readProduct(cache, { load: () => Promise.reject(new Error('not yet')) }, '0')).rejects.toThrow()
    server.freeze()
    expect(await readProduct(cache, sourceOf('alone'), '1')).toBe('alone')
    server.thaw()
    const { keys, redis } = layer
    await redis.cache.del(keys.product('0'))
    expect(await redis.cache.exists(keys.cacheLease(keys.product('1')))).toBe(0)
  })

  it('while Redis is frozen, without each call waiting for its time-out', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const cache = cacheOf(layer)
    await readProduct(cache, sourceOf('warm'))
    server.freeze()
    for (let call = 0; call < 5; call += 1) await readProduct(cache, sourceOf('x'), 'a')
    expect((await cache.explain('product', '1')).isCircuitOpen).toBe(true)
    const began = performance.now()
    for (let call = 0; call < 100; call += 1) await readProduct(cache, sourceOf('x'), 'b')
    // A hundred time-outs would take twenty seconds.
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

describe('a single key that is evicted', () => {
  it('the entry: is loaded again, once', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer, { policies: withoutLocalLevel })
    await readProduct(cache, sourceOf('old'))
    await layer.redis.cache.del(layer.keys.product('1'))
    const source = sourceOf('new')
    await Promise.all([readProduct(cache, source), readProduct(cache, source)])
    expect(source.loads).toBe(1)
  })

  it('the lease, during a load: the value is served, not stored, and the next load is', async () => {
    await using layer = openRedisLayer()
    const { cache: redis } = layer.redis
    const cache = cacheOf(layer)
    const slow = slowSource()
    const reading = readProduct(cache, slow)
    await slow.started
    expect(await redis.del(layer.keys.cacheLease(layer.keys.product('1')))).toBe(1)
    slow.finish('loaded')
    expect(await reading).toBe('loaded')
    expect(await redis.exists(layer.keys.product('1'))).toBe(0)
    await readProduct(cache, sourceOf('again'))
    expect(await redis.exists(layer.keys.product('1'))).toBe(1)
  })

  it('the tags: no entry of before is ever served again', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer, { policies: withoutLocalLevel })
    await readProduct(cache, sourceOf('old'))
    await cache.invalidate([cacheTags.product('1')])
    await layer.redis.cache.del(layer.keys.cacheTags())
    expect(await readProduct(cacheOf(layer), sourceOf('new'))).toBe('new')
  })
})

describe('a clock that jumps', () => {
  it.each([
    ['a day ahead', 86_400_000],
    ['a day back', -86_400_000],
  ])('%s costs reads of Redis, and makes nothing stale', async (_how, jumpMs) => {
    await using layer = openRedisLayer()
    let offsetMs = 0
    const cache = cacheOf(layer, { clock: () => performance.now() + offsetMs })
    const source = sourceOf('old')
    await readUntilLocal(cache, source)
    offsetMs = jumpMs
    expect(await readProduct(cache, source)).toBe('old')
    source.value = 'new'
    await cacheOf(layer, { link: undefined }).invalidate([cacheTags.product('1')])
    await expect.poll(() => readProduct(cache, source)).toBe('new')
    await readUntilLocal(cache, source)
    expect(source.loads).toBe(2)
  })

  it('back does not lengthen the life of a copy', async () => {
    await using layer = openRedisLayer()
    let offsetMs = 0
    const cache = cacheOf(layer, { clock: () => performance.now() + offsetMs })
    await readUntilLocal(cache, sourceOf('value'))
    offsetMs = -86_400_000
    await readUntilLocal(cache, sourceOf('another'), '2')
    const redisHits = () => cache.stats().get('product')?.redisHits ?? 0
    const before = redisHits()
    await readProduct(cache, sourceOf('value'))
    expect(redisHits()).toBe(before + 1)
  })

  it('does not keep the circuit open', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    let offsetMs = 0
    const cache = cacheOf(layer, { clock: () => performance.now() + offsetMs, policies: policiesWith({}) })
    await server.kill()
    for (let call = 0; call < 5; call += 1) await readProduct(cache, sourceOf('x'))
    expect((await cache.explain('product', '1')).isCircuitOpen).toBe(true)
    offsetMs = -86_400_000
    await server.restart()
    await readUntilLocal(cache, sourceOf('value'))
  })
})
