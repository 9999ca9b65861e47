import { describe, expect, it } from 'vitest'
import { type LimitName, type LimitPolicy, limits } from '#server/contracts/limits.ts'
import { createLimiter, type Limiter } from '#server/redis/limiter/create-limiter.ts'
import { openRedisLayer, openRedisLayerOn, type RedisLayer } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

const minuteMs = 60_000
const products = { name: 'products', subject: 'address-203.0.113.7', endpoint: 'products.list' } as const
const auth = { name: 'auth', subject: 'address-203.0.113.7', endpoint: 'sign-in' } as const

describe('a limit', () => {
  it('grants exactly its number of two hundred concurrent calls, from two processes', async () => {
    await using layer = openRedisLayer()
    const limiters = [limiterOf(layer), limiterOf(layer)]
    const results = await Promise.all(Array.from({ length: 200 }, (_, call) => limiters[call % 2]?.consume([products])))
    expect(results.filter((result) => result?.isAllowed)).toHaveLength(100)
  })

  it('says what remains, when the window is empty and when to come back', async () => {
    await using layer = openRedisLayer()
    const limiter = limiterOf(layer)
    const first = await consumeOne(limiter, auth)
    expect(first).toMatchObject({ name: 'auth', isAllowed: true, limit: 5, remaining: 4, windowMs: minuteMs })
    expect(first).toMatchObject({ resetMs: minuteMs, retryAfterMs: 0 })
    await age(layer, auth, 20_000)
    for (const remaining of [3, 2, 1, 0]) expect((await consumeOne(limiter, auth))?.remaining).toBe(remaining)
    const refused = await consumeOne(limiter, auth)
    expect(refused).toMatchObject({ isAllowed: false, remaining: 0 })
    expect(refused?.retryAfterMs).toBeGreaterThan(35_000)
    expect(refused?.retryAfterMs).toBeLessThanOrEqual(40_000)
    expect(refused?.resetMs).toBeGreaterThan(55_000)
    expect(refused?.resetMs).toBeLessThanOrEqual(minuteMs)
  })

  it('holds in every window: calls at the end of one minute count in the next', async () => {
    await using layer = openRedisLayer()
    const limiter = limiterOf(layer)
    expect(await grants(limiter, 60)).toBe(60)
    await age(layer, products, 59_000)
    expect(await grants(limiter, 100)).toBe(40)
    await age(layer, products, 1_100)
    expect(await grants(limiter, 100)).toBe(60)
  })

  it('frees a call exactly when the oldest has left the window', async () => {
    await using layer = openRedisLayer()
    const limiter = limiterOf(layer)
    await grants(limiter, 100)
    const { retryAfterMs = 0 } = (await consumeOne(limiter, products)) ?? {}
    await age(layer, products, retryAfterMs)
    expect(await grants(limiter, 1)).toBe(1)
  })

  it('charges nothing for a refused call', async () => {
    await using layer = openRedisLayer()
    const limiter = limiterOf(layer)
    await grants(limiter, 100)
    await age(layer, products, 30_000)
    const before = await stored(layer, products)
    await grants(limiter, 50)
    expect(await stored(layer, products)).toEqual(before)
  })

  it('counts each subject and each endpoint apart', async () => {
    await using layer = openRedisLayer()
    const limiter = limiterOf(layer)
    for (let call = 0; call < 5; call += 1) await limiter.consume([auth])
    expect((await limiter.consume([auth])).isAllowed).toBe(false)
    expect((await limiter.consume([{ ...auth, subject: 'user-1' }])).isAllowed).toBe(true)
    expect((await limiter.consume([{ ...auth, endpoint: 'magic-link' }])).isAllowed).toBe(true)
  })

  it('leaves nothing in Redis when its window is over', async () => {
    await using layer = openRedisLayer()
    await limiterOf(layer).consume([auth])
    const ttlMs = await layer.redis.state.pttl(keyOf(layer, auth))
    expect(ttlMs).toBeGreaterThan(minuteMs - 5_000)
    expect(ttlMs).toBeLessThanOrEqual(minuteMs + 1)
  })

  it('stays in order when the clock of Redis is set back', async () => {
    await using layer = openRedisLayer()
    const limiter = limiterOf(layer)
    await limiter.consume([auth])
    await age(layer, auth, -30_000)
    const decision = await consumeOne(limiter, auth)
    expect(decision).toMatchObject({ isAllowed: true, remaining: 3 })
    const times = (await stored(layer, auth)).map(Number)
    expect(times).toEqual(times.toSorted((left, right) => left - right))
  })
})

describe('several limits of one call', () => {
  it('are taken all or not at all', async () => {
    await using layer = openRedisLayer()
    const limiter = limiterOf(layer)
    for (let call = 0; call < 5; call += 1) await limiter.consume([auth])
    const { isAllowed, decisions } = await limiter.consume([products, auth])
    expect(isAllowed).toBe(false)
    expect(decisions).toMatchObject([
      { name: 'products', isAllowed: true, remaining: 100, resetMs: 0 },
      { name: 'auth', isAllowed: false, remaining: 0 },
    ])
    expect(await stored(layer, products)).toEqual([])
  })

  it('are each charged once when all agree', async () => {
    await using layer = openRedisLayer()
    const { isAllowed, decisions } = await limiterOf(layer).consume([products, auth])
    expect(isAllowed).toBe(true)
    expect(decisions).toMatchObject([{ remaining: 99 }, { remaining: 4 }])
  })

  it('may not count under one key', async () => {
    await using layer = openRedisLayer()
    await expect(limiterOf(layer).consume([auth, { ...auth, name: 'chat' }])).rejects.toThrow('of its own')
  })

  it('may be none', async () => {
    await using layer = openRedisLayer()
    expect(await limiterOf(layer).consume([])).toEqual({ isAllowed: true, decisions: [] })
  })
})

describe('a limit without Redis', () => {
  it.each(['down', 'frozen'])('refuses where its policy says so, while Redis is %s', async (how) => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    await (how === 'down' ? server.kill() : server.freeze())
    const { isAllowed, decisions } = await limiterOf(layer).consume([auth])
    expect(isAllowed).toBe(false)
    expect(decisions).toMatchObject([{ isAllowed: false, remaining: 0, retryAfterMs: 1_000 }])
  })

  it('is counted by each process alone where its policy says so, by the same rules', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    await server.kill()
    let now = 1_000_000
    const limiter = limiterOf(layer, { clock: () => now })
    expect(await grants(limiter, 60)).toBe(60)
    now += 59_000
    expect(await grants(limiter, 100)).toBe(40)
    expect(await consumeOne(limiter, products)).toEqual({
      name: 'products',
      isAllowed: false,
      limit: 100,
      remaining: 0,
      windowMs: minuteMs,
      resetMs: minuteMs,
      retryAfterMs: 1_000,
    })
    now += 1_000
    expect(await grants(limiter, 100)).toBe(60)
  })

  it('charges no local count when another limit of the call refuses', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    await server.kill()
    const limiter = limiterOf(layer)
    expect((await limiter.consume([products, auth])).isAllowed).toBe(false)
    expect(await grants(limiter, 150)).toBe(100)
  })

  it('is shared again as soon as Redis is back', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    const limiter = limiterOf(layer)
    await server.kill()
    await limiter.consume([auth])
    await server.restart()
    await expect.poll(async () => (await limiter.consume([auth])).isAllowed, { timeout: 10_000 }).toBe(true)
    expect(layer.logged().match(/The limiter cannot use Redis/g)).toHaveLength(1)
    expect(layer.logged().match(/The limiter can use Redis again/g)).toHaveLength(1)
  })
})

interface Overrides {
  readonly clock?: () => number
  readonly policies?: Record<LimitName, LimitPolicy>
}

const limiterOf = ({ redis, keys, scripts, log }: RedisLayer, overrides: Overrides = {}): Limiter =>
  createLimiter({ redis: redis.state, keys, scripts, log, policies: limits, ...overrides })

type Check = typeof products | typeof auth

const consumeOne = async (limiter: Limiter, check: Check) => (await limiter.consume([check])).decisions[0]

async function grants(limiter: Limiter, calls: number): Promise<number> {
  const results = await Promise.all(Array.from({ length: calls }, () => limiter.consume([products])))
  return results.filter(({ isAllowed }) => isAllowed).length
}

const keyOf = ({ keys }: RedisLayer, { subject, endpoint }: Check): string => keys.rateLimit(subject, endpoint)

const stored = (layer: RedisLayer, check: Check): Promise<string[]> =>
  layer.redis.state.lrange(keyOf(layer, check), 0, -1)

/** Lets time pass for one limit: its clock is Redis', so the calls are moved into the past instead. */
async function age(layer: RedisLayer, check: Check, ms: number): Promise<void> {
  const times = await stored(layer, check)
  const key = keyOf(layer, check)
  await layer.redis.state
    .multi()
    .del(key)
    .rpush(key, ...times.map((time) => String(Number(time) - ms * 1_000)))
    .exec()
}
