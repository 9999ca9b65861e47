import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cacheTags } from '#server/contracts/caches.ts'
import type { Cache } from '#server/redis/cache/cache.ts'
import { createSubscriberLink } from '#server/redis/subscriber-link.ts'
import { cacheOf, readProduct, readUntilLocal, slowSource, sourceOf } from '#tests/support/cache.ts'
import { spyOn } from '#tests/support/cache-links.ts'
import { openLayer, openRedisLayer, openRedisLayerOn } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'
import { testPrefix } from '#tests/support/servers.ts'
import { startTcpProxy } from '#tests/support/tcp-proxy.ts'

const own = [cacheTags.product('1')]
const another = [cacheTags.product('another')]

describe('the copies of a process', () => {
  it('are served without a command to Redis; a cold read with three tags is one', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const cache = cacheOf(layer)
    const { read } = listReader(cache)
    await readUntilLocal(cache, sourceOf('warm'), 'warm')
    await read()
    const readsOf = async (call: () => Promise<unknown>) => {
      const mget = async () =>
        Number((await server.admin().info('commandstats')).match(/cmdstat_mget:calls=(\d+)/)?.[1] ?? 0)
      const before = await mget()
      await call()
      return (await mget()) - before
    }
    expect(await readsOf(() => Promise.all(Array.from({ length: 500 }, read)))).toBe(0)
    const cold = listReader(cacheOf(layer))
    expect(await readsOf(cold.read)).toBe(1)
  })

  it('go when another process invalidates, before it could ask Redis', async () => {
    const prefix = testPrefix()
    await using here = openRedisLayer({ REDIS_PREFIX: prefix })
    await using there = openRedisLayer({ REDIS_PREFIX: prefix })
    const cache = cacheOf(here)
    const source = sourceOf('old')
    await readUntilLocal(cache, source)
    source.value = 'new'
    await cacheOf(there).invalidate(own)
    await expect.poll(() => readProduct(cache, source)).toBe('new')
  })

  it('go when the connections of all subscribers are killed, and with them the message', async () => {
    await using server = await startRedisProcess()
    const prefix = testPrefix()
    await using here = openRedisLayerOn(server, { REDIS_PREFIX: prefix })
    await using there = openRedisLayerOn(server, { REDIS_PREFIX: prefix })
    const [cache, writer] = [cacheOf(here), cacheOf(there)]
    const source = sourceOf('old')
    await readUntilLocal(cache, source)
    await writer.invalidate(another)
    await readUntilLocal(cache, source)
    const closed = new Promise((resolve) => here.redis.cacheSubscriber.once('close', resolve))
    await server.admin().call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await writer.invalidate(own)
    source.value = 'new'
    await closed
    expect(await readProduct(cache, source)).toBe('new')
    await readUntilLocal(cache, source)
    expect(await readProduct(cache, source)).toBe('new')
  })

  it('are not served for longer than a second over a link that swallows everything, and are kept again later', async () => {
    await using server = await startRedisProcess()
    await using proxy = await startTcpProxy(server.port)
    await using layer = openRedisLayerOn(server)
    const subscriber = new Redis({
      port: proxy.port,
      autoResubscribe: false,
      retryStrategy: () => 50,
      connectTimeout: 500,
    })
    subscriber.on('error', () => {})
    const cache = cacheOf(layer, { link: createSubscriberLink(subscriber, layer.log) })
    const source = sourceOf('old')
    await readUntilLocal(cache, source)
    proxy.blackHole()
    await cacheOf(layer).invalidate(own)
    source.value = 'new'
    await expect.poll(() => readProduct(cache, source), { timeout: 5_000 }).toBe('new')
    proxy.restore()
    await readUntilLocal(cache, source)
    subscriber.disconnect()
  })

  it('are not served for longer than a second by a process that hears nothing of Redis at all', async () => {
    await using server = await startRedisProcess()
    await using proxy = await startTcpProxy(server.port)
    const prefix = testPrefix()
    await using here = openLayer({ REDIS_URL: `redis://127.0.0.1:${proxy.port}`, REDIS_PREFIX: prefix })
    await using there = openRedisLayerOn(server, { REDIS_PREFIX: prefix })
    const cache = cacheOf(here)
    const source = sourceOf('old')
    await readUntilLocal(cache, source)
    proxy.blackHole()
    await cacheOf(there).invalidate(own)
    source.value = 'new'
    await expect.poll(() => readProduct(cache, source), { timeout: 2_500 }).toBe('new')
  })

  it('all go when the next message shows that one was lost', async () => {
    await using layer = openRedisLayer()
    const link = spyOn(createSubscriberLink(layer.redis.cacheSubscriber, layer.log))
    const [cache, writer] = [cacheOf(layer, { link }), cacheOf(layer, { link: undefined })]
    const source = sourceOf('old')
    await readUntilLocal(cache, source)
    // No proof may reveal the loss before the next message does.
    link.swallowPings()
    link.loseNext()
    await writer.invalidate(own)
    source.value = 'new'
    await writer.invalidate(another)
    await expect.poll(() => link.heard(another[0] ?? ''), { interval: 1 }).toBe(1)
    expect(await readProduct(cache, source)).toBe('new')
    expect((await cache.explain('product', '1')).link).toMatchObject({ status: 'synced', gaps: 1 })
  })

  it('all go within about a second when a message was lost and no other follows', async () => {
    await using layer = openRedisLayer()
    const link = spyOn(createSubscriberLink(layer.redis.cacheSubscriber, layer.log))
    const [cache, writer] = [cacheOf(layer, { link }), cacheOf(layer, { link: undefined })]
    const source = sourceOf('old')
    await readUntilLocal(cache, source)
    link.loseNext()
    await writer.invalidate(own)
    source.value = 'new'
    await expect.poll(() => readProduct(cache, source), { timeout: 5_000 }).toBe('new')
  })

  it('are not made of what was read before an invalidation that has been heard of since', async () => {
    await using layer = openRedisLayer()
    const link = spyOn(createSubscriberLink(layer.redis.cacheSubscriber, layer.log))
    const cache = cacheOf(layer, { link })
    await readUntilLocal(cache, sourceOf('warm'), 'warm')
    const slow = slowSource()
    const reading = readProduct(cache, slow)
    await slow.started
    await cacheOf(layer, { link: undefined }).invalidate(own)
    await expect.poll(() => link.heard(own[0] ?? ''), { interval: 1 }).toBe(1)
    slow.finish('old', 'new')
    expect(await reading).toBe('new')
    expect(await readProduct(cache, sourceOf('newer'))).toBe('new')
  })

  it('go when Redis begins anew: another epoch fits nothing', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const cache = cacheOf(layer)
    const source = sourceOf('old')
    await readUntilLocal(cache, source)
    await server.admin().flushall()
    source.value = 'new'
    await cacheOf(layer, { link: undefined }).invalidate(own)
    await expect.poll(() => readProduct(cache, source), { timeout: 5_000 }).toBe('new')
    await readUntilLocal(cache, source)
  })

  it('go by an invalidation of everything', async () => {
    await using layer = openRedisLayer()
    const cache = cacheOf(layer)
    const source = sourceOf('old')
    await readUntilLocal(cache, source)
    source.value = 'new'
    expect(await cache.invalidateAll()).toBe(true)
    expect(await readProduct(cache, source)).toBe('new')
  })

  it('cannot be changed by those who got them', async () => {
    await using layer = openRedisLayer()
    const { cache, read } = listReader(cacheOf(layer))
    const list = await read()
    expect(() => list[0]?.tags.push('mine')).toThrow(TypeError)
    expect(await read()).toEqual([{ tags: ['a'] }])
    await cache.close()
  })
})

function listReader(cache: Cache) {
  const schema = z.array(z.object({ tags: z.array(z.string()) }))
  const load = async () => [{ tags: ['a'] }]
  return {
    cache,
    read: () =>
      cache.getOrLoad({
        cache: 'products',
        id: 'all',
        schema,
        tags: [cacheTags.products(), cacheTags.agents(), cacheTags.product('1')],
        load,
      }),
  }
}
