import { describe, expect, it } from 'vitest'
import type { LimitCheck } from '#server/redis/limiter/limiter.ts'
import {
  auth,
  decisionOf,
  grantsOf,
  keyOf,
  limiterOf,
  minuteMs,
  pass,
  policies,
  products,
  smooth,
} from './limiter-fixtures.ts'
import { storedUnder } from './limiter-time.ts'
import type { AnyRedisLayer } from './redis-layer.ts'

/** What holds on every Redis that the limiter runs on. Each test asks for limiters without memories of others. */
export function limiterRules(open: () => Promise<AnyRedisLayer>): void {
  const stored = (layer: AnyRedisLayer, check: LimitCheck) => storedUnder(layer.redis.stateStore, keyOf(layer, check))

  describe('a strict limit', () => {
    it('grants exactly its number of two hundred concurrent calls, from two processes', async () => {
      await using layer = await open()
      const limiters = [limiterOf(layer), limiterOf(layer)]
      const calls = Array.from({ length: 200 }, (_, call) => limiters[call % 2]?.consume([products]))
      expect((await Promise.all(calls)).filter((result) => result?.isAllowed)).toHaveLength(100)
    })

    it('says what remains, when the window is empty and when to come back', async () => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      expect(await decisionOf(limiter, auth)).toEqual({
        name: 'auth',
        isAllowed: true,
        limit: 5,
        remaining: 4,
        windowMs: minuteMs,
        resetMs: minuteMs,
        retryAfterMs: 0,
      })
      await pass(layer, auth, 20_000)
      for (const remaining of [3, 2, 1, 0]) expect((await decisionOf(limiter, auth)).remaining).toBe(remaining)
      const refused = await decisionOf(limiter, auth)
      expect(refused).toMatchObject({ isAllowed: false, remaining: 0 })
      expect(refused.retryAfterMs).toBeGreaterThan(35_000)
      expect(refused.retryAfterMs).toBeLessThanOrEqual(40_000)
      expect(refused.resetMs).toBeGreaterThan(55_000)
      expect(refused.resetMs).toBeLessThanOrEqual(minuteMs)
    })

    it('holds in every window: calls at the end of one minute count in the next', async () => {
      await using layer = await open()
      expect(await grantsOf(limiterOf(layer), products, 60)).toBe(60)
      await pass(layer, products, 59_000)
      expect(await grantsOf(limiterOf(layer), products, 100)).toBe(40)
      await pass(layer, products, 1_100)
      expect(await grantsOf(limiterOf(layer), products, 100)).toBe(60)
    })

    it('frees a call exactly when the oldest has left the window', async () => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      await grantsOf(limiter, products, 100)
      const { retryAfterMs } = await decisionOf(limiter, products)
      await pass(layer, products, retryAfterMs)
      expect(await grantsOf(limiterOf(layer), products, 1)).toBe(1)
    })

    it('charges nothing for a refused call', async () => {
      await using layer = await open()
      await grantsOf(limiterOf(layer), products, 100)
      await pass(layer, products, 30_000)
      const before = await stored(layer, products)
      await grantsOf(limiterOf(layer), products, 50)
      expect(await stored(layer, products)).toEqual(before)
    })

    it('leaves nothing in Redis when its window is over', async () => {
      await using layer = await open()
      await limiterOf(layer).consume([auth])
      const ttlMs = Number(await layer.redis.stateStore.command('PTTL', keyOf(layer, auth)))
      expect(ttlMs).toBeGreaterThan(minuteMs - 5_000)
      expect(ttlMs).toBeLessThanOrEqual(minuteMs + 1)
    })

    it('keeps at most 1.3 KB, whatever its number', async () => {
      await using layer = await open()
      const many = { ...policies, products: { ...policies.products, limit: 1_000_000 } }
      const limiter = limiterOf(layer, { policies: many })
      for (let step = 0; step < 150; step += 1) {
        for (const cost of [1_000, 1, 300]) expect((await limiter.consume([products], { cost })).isAllowed).toBe(true)
        await pass(layer, products, minuteMs / 128)
      }
      const length = Number(await layer.redis.stateStore.command('STRLEN', keyOf(layer, products)))
      expect(length).toBeGreaterThan(1_000)
      expect(length).toBeLessThanOrEqual(1_304)
    })

    it('neither opens nor closes for good when the clock of Redis is set back', async () => {
      await using layer = await open()
      await grantsOf(limiterOf(layer), products, 60)
      await pass(layer, products, -3_600_000)
      expect(await grantsOf(limiterOf(layer), products, 100)).toBe(40)
      await pass(layer, products, minuteMs)
      expect(await grantsOf(limiterOf(layer), products, 200)).toBe(100)
    })

    it.each(['', 's', 'sxx', 's000', 'x'.repeat(50), 'g', 'g1', 'gx'])(
      'starts anew over the damaged value "%s"',
      async (value) => {
        await using layer = await open()
        await layer.redis.stateStore.command('SET', keyOf(layer, auth), value)
        expect(await grantsOf(limiterOf(layer), auth, 10)).toBe(5)
      },
    )

    it('starts anew over the list of an earlier version', async () => {
      await using layer = await open()
      await layer.redis.stateStore.command('RPUSH', keyOf(layer, auth), '1763865000000000')
      expect(await grantsOf(limiterOf(layer), auth, 10)).toBe(5)
    })
  })

  describe('a smooth limit', () => {
    it('grants its burst at once and then one at a time', async () => {
      await using layer = await open()
      expect(await grantsOf(limiterOf(layer), smooth, 50)).toBe(5)
      await pass(layer, smooth, 1_000)
      expect(await grantsOf(limiterOf(layer), smooth, 50)).toBe(1)
      await pass(layer, smooth, 3_000)
      expect(await grantsOf(limiterOf(layer), smooth, 50)).toBe(3)
      await pass(layer, smooth, 3_600_000)
      expect(await grantsOf(limiterOf(layer), smooth, 50)).toBe(5)
    })

    it('says what remains, when all is free and when to come back', async () => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      expect(await decisionOf(limiter, smooth)).toEqual({
        name: 'chat',
        isAllowed: true,
        limit: 60,
        remaining: 4,
        windowMs: minuteMs,
        resetMs: 1_000,
        retryAfterMs: 0,
      })
      await grantsOf(limiter, smooth, 4)
      const refused = await decisionOf(limiter, smooth)
      expect(refused).toMatchObject({ isAllowed: false, remaining: 0 })
      expect(refused.retryAfterMs).toBeLessThanOrEqual(1_000)
      expect(refused.retryAfterMs).toBeGreaterThan(0)
      expect(refused.resetMs - refused.retryAfterMs).toBe(4_000)
    })

    it('neither opens nor closes for good when the clock of Redis is set back', async () => {
      await using layer = await open()
      await grantsOf(limiterOf(layer), smooth, 5)
      await pass(layer, smooth, -3_600_000)
      expect(await grantsOf(limiterOf(layer), smooth, 5)).toBe(0)
      await limiterOf(layer).reset([smooth])
      await grantsOf(limiterOf(layer), smooth, 1)
      await pass(layer, smooth, -3_600_000)
      expect((await limiterOf(layer).peek([smooth])).decisions[0]?.retryAfterMs).toBeLessThanOrEqual(1_000)
    })

    it.each(['', 's', 'g', 'gx', 's0001234567890'])('starts anew over the damaged value "%s"', async (value) => {
      await using layer = await open()
      await layer.redis.stateStore.command('SET', keyOf(layer, smooth), value)
      expect(await grantsOf(limiterOf(layer), smooth, 10)).toBe(5)
    })
  })

  describe('several limits of one call', () => {
    it('are taken all or not at all', async () => {
      await using layer = await open()
      await grantsOf(limiterOf(layer), auth, 5)
      const { isAllowed, decisions, grant } = await limiterOf(layer).consume([products, auth, smooth])
      expect(isAllowed).toBe(false)
      expect(grant).toBeUndefined()
      expect(decisions).toMatchObject([
        { name: 'products', isAllowed: true, remaining: 100, resetMs: 0 },
        { name: 'auth', isAllowed: false, remaining: 0 },
        { name: 'chat', isAllowed: true, remaining: 5, resetMs: 0 },
      ])
      expect(await stored(layer, products)).toBe('')
      expect(await stored(layer, smooth)).toBe('')
    })

    it('are each charged once when all agree', async () => {
      await using layer = await open()
      const { isAllowed, decisions } = await limiterOf(layer).consume([products, auth, smooth])
      expect(isAllowed).toBe(true)
      expect(decisions).toMatchObject([{ remaining: 99 }, { remaining: 4 }, { remaining: 4 }])
    })

    it('never give more than the tightest allows, however many ask at once', async () => {
      await using layer = await open()
      const limiters = [limiterOf(layer), limiterOf(layer)]
      const calls = Array.from({ length: 60 }, (_, call) => limiters[call % 2]?.consume([products, auth]))
      expect((await Promise.all(calls)).filter((result) => result?.isAllowed)).toHaveLength(5)
      expect((await limiterOf(layer).peek([products])).decisions).toMatchObject([{ remaining: 95 }])
    })

    it('asked for in one moment with other calls are each decided by their own rules', async () => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      const results = await Promise.all([
        limiter.consume([auth]),
        limiter.consume([auth]),
        limiter.consume([smooth], { cost: 2 }),
        limiter.peek([products]),
        limiter.consume([products, auth, smooth]),
        limiter.consume([auth], { cost: 3 }),
        limiter.consume([smooth]),
        limiter.consume([auth], { cost: 2 }),
        limiter.consume([products]),
      ])
      const said = results.map(({ isAllowed, decisions }) => [isAllowed, decisions.map(({ remaining }) => remaining)])
      expect(said).toEqual([
        [true, [4]],
        [true, [3]],
        [true, [3]],
        [true, [100]],
        [true, [99, 2, 2]],
        [false, [2]],
        [true, [1]],
        [true, [0]],
        [true, [98]],
      ])
    })

    it('may not count under one key, nor for two subjects', async () => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      await expect(limiter.consume([auth, { ...auth, name: 'chat' }])).rejects.toThrow('of its own')
      await expect(limiter.consume([auth, { ...products, subject: 'user-1' }])).rejects.toThrow('one subject')
    })

    it('may be none', async () => {
      await using layer = await open()
      expect(await limiterOf(layer).consume([])).toEqual({ isAllowed: true, decisions: [], grant: undefined })
    })

    it('count each subject and each endpoint apart', async () => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      expect(await grantsOf(limiter, auth, 6)).toBe(5)
      expect(await grantsOf(limiter, { ...auth, subject: 'user-1' }, 6)).toBe(5)
      expect(await grantsOf(limiter, { ...auth, endpoint: 'magic-link' }, 6)).toBe(5)
    })
  })
}
