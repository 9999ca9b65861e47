import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCacheStats } from '#server/features/console/cache-stats.ts'
import { renderCacheMetrics } from '#server/features/console/render-cache-metrics.ts'
import { appRouter } from '#server/router.ts'
import { createConnectedServices } from '#server/services.ts'
import { createContext } from '#server/trpc/context.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

const someone = '019c0000-0000-7000-8000-000000000001'

let stack: TestStack
let admin: ReturnType<TestStack['caller']>

beforeAll(async () => {
  stack = await createTestStack()
  admin = stack.caller({ cookie: await stack.signIn({ userId: someone, role: 'admin' }) })
})
afterAll(() => stack[Symbol.asyncDispose]())

/** Asks for the catalogue so many times in a process of its own, which hands in its counts when it ends. */
async function askInAnotherProcess(times: number): Promise<void> {
  const services = createConnectedServices(stack.env, { name: 'another' })
  await services.redis.ready()
  const request = { headers: {}, socket: { remoteAddress: '2001:db8:77::1' } }
  const caller = appRouter.createCaller(createContext({ services, request }))
  for (let call = 0; call < times; call += 1) await caller.products.list({})
  await services.close()
}

describe('cache.stats', () => {
  it('adds up what all processes did, minute by minute', async () => {
    await askInAnotherProcess(3)
    await askInAnotherProcess(4)
    const stats = await admin.cache.stats({ minutes: 10 })
    const products = stats.caches.find(({ cache }) => cache === 'products')
    expect(products).toMatchObject({ calls: 7, counts: { misses: 1, loads: 1, errors: 0 } })
    expect(products?.hitRate).toBeCloseTo(6 / 7)
    expect(products?.averageLoadMs).toBe(products?.counts.loadMs)
    expect(products?.points).toHaveLength(10)
    expect(products?.points.reduce((calls, point) => calls + point.calls, 0)).toBe(7)
    const starts = products?.points.map(({ startMs }) => startMs) ?? []
    expect(starts).toEqual(starts.map((_, index) => stats.sinceMs + index * 60_000))
  })

  it('names every cache, and says nothing where nothing was asked', async () => {
    const { caches } = await admin.cache.stats({})
    expect(caches.map(({ cache }) => cache)).toEqual(expect.arrayContaining(['product', 'products', 'agent', 'agents']))
    expect(caches.find(({ cache }) => cache === 'agent')).toMatchObject({
      calls: 0,
      hitRate: null,
      averageLoadMs: null,
    })
  })

  it('answers a day in no more points than an hour', async () => {
    const { caches, stepMs } = await admin.cache.stats({ minutes: 1_440 })
    expect(caches[0]?.points).toHaveLength(60)
    expect(stepMs).toBe(24 * 60_000)
    await expect(admin.cache.stats({ minutes: 1_441 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('asks to wait while the counts cannot be read', async () => {
    const { redis } = stack.services
    const stateStore = { ...redis.stateStore, command: () => Promise.reject(new Error('down')) }
    const broken = { ...stack.services, redis: { ...redis, stateStore } }
    await expect(readCacheStats(broken, { minutes: 60 })).rejects.toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      details: { retryAfterMs: 2_000 },
    })
  })
})

describe('the metrics', () => {
  it('are those of all processes, and tell no rate of what was not asked', async () => {
    await askInAnotherProcess(5)
    const { contentType, text } = await renderCacheMetrics(stack.services)
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/)
    const of = (line: string) =>
      Number(
        text
          .split('\n')
          .find((found) => found.startsWith(line))
          ?.split(' ')[1],
      )
    const stats = (await admin.cache.stats({ minutes: 5 })).caches.find(({ cache }) => cache === 'products')
    expect(of('plantao_cache_answers{cache="products",from="redis"}')).toBe(stats?.counts.redisHits)
    expect(of('plantao_cache_loads{cache="products"}')).toBe(stats?.counts.loads)
    expect(of('plantao_cache_hit_ratio{cache="products"}')).toBeCloseTo(stats?.hitRate ?? 0)
    expect(text).not.toContain('hit_ratio{cache="agent"}')
  })
})

describe('cache.explain', () => {
  it('says of an entry whether it is served, and after an edit by which tag it is void', async () => {
    await stack.caller().agents.list({})
    const fresh = await admin.cache.explain({ cache: 'agents', id: 'all' })
    expect(fresh).toMatchObject({
      verdict: 'fresh',
      redis: { isStored: true, tags: [{ tag: 'agents:all', isVoid: false }] },
      isCircuitOpen: false,
    })
    expect(fresh.key).toBe(stack.services.keys.cacheEntry('agents', 'all'))
    await stack.services.cache.invalidate(['agents:all'])
    expect(await admin.cache.explain({ cache: 'agents', id: ' all ' })).toMatchObject({
      verdict: 'void: a tag was invalidated',
      redis: { tags: [{ tag: 'agents:all', isVoid: true }] },
    })
  })

  it('says that an unknown entry is missing, and refuses an empty name', async () => {
    expect(await admin.cache.explain({ cache: 'product', id: 'pt-BR.nunca' })).toMatchObject({ verdict: 'missing' })
    await expect(admin.cache.explain({ cache: 'product', id: '  ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('the console', () => {
  it('is for admins only', async () => {
    const lawyer = stack.caller({ cookie: await stack.signIn({ userId: someone, role: 'lawyer' }) })
    await expect(stack.caller().cache.stats({})).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    for (const call of [lawyer.cache.stats({}), lawyer.cache.explain({ cache: 'agents', id: 'all' })]) {
      await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  })
})
