import { describe, expect, it } from 'vitest'
import type { LimitCheck } from '#server/redis/limiter/limiter.ts'
import { auth, grantsOf, keyOf, limiterOf, pass, products, smooth } from './limiter-fixtures.ts'
import { storedUnder } from './limiter-time.ts'
import type { AnyRedisLayer } from './redis-layer.ts'

/** What a limiter can be asked beside a single call, on every Redis that it runs on. */
export function limiterCallRules(open: () => Promise<AnyRedisLayer>): void {
  const stored = (layer: AnyRedisLayer, check: LimitCheck) => storedUnder(layer.redis.stateStore, keyOf(layer, check))

  describe('a cost', () => {
    it.each([products, smooth])('counts a call as several ($name)', async (check) => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      const before = (await limiter.peek([check])).decisions[0]?.remaining ?? 0
      expect((await limiter.consume([check], { cost: 3 })).decisions[0]?.remaining).toBe(before - 3)
    })

    it.each([products, smooth])('is refused as a whole, and a smaller one still granted ($name)', async (check) => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      const all = (await limiter.peek([check])).decisions[0]?.remaining ?? 0
      await limiter.consume([check], { cost: all - 2 })
      const refused = await limiter.consume([check], { cost: 3 })
      expect(refused).toMatchObject({ isAllowed: false, decisions: [{ remaining: 2 }] })
      expect((await limiter.consume([check], { cost: 2 })).isAllowed).toBe(true)
    })

    it('waits for as many as it needs', async () => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      for (let call = 0; call < 5; call += 1) {
        await limiter.consume([auth])
        await pass(layer, auth, 10_000)
      }
      const [decision] = (await limiter.consume([auth], { cost: 3 })).decisions
      expect(decision?.retryAfterMs).toBeGreaterThan(25_000)
      expect(decision?.retryAfterMs).toBeLessThanOrEqual(30_000)
      await pass(layer, auth, decision?.retryAfterMs ?? 0)
      expect((await limiterOf(layer).consume([auth], { cost: 3 })).isAllowed).toBe(true)
    })

    it.each([0, -1, 1.5, Number.NaN, 6, Number.POSITIVE_INFINITY])('of %s is a mistake of the caller', async (cost) => {
      await using layer = await open()
      await expect(limiterOf(layer).consume([auth], { cost })).rejects.toThrow(RangeError)
    })
  })

  describe('a peek', () => {
    it.each([products, smooth])('says what a call would be told and takes nothing ($name)', async (check) => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      const first = await limiter.peek([check])
      expect(first).toMatchObject({ isAllowed: true, grant: undefined })
      expect(await limiter.peek([check])).toEqual(first)
      expect(await stored(layer, check)).toBe('')
      await grantsOf(limiter, check, 100)
      expect(await limiter.peek([check])).toMatchObject({ isAllowed: false, decisions: [{ remaining: 0 }] })
    })
  })

  describe('a recollection', () => {
    it('is the refusal that this process remembers, and nothing where it granted or was never asked', async () => {
      await using layer = await open()
      const [limiter, elsewhere] = [limiterOf(layer), limiterOf(layer)]
      expect(limiter.recall([auth])).toBeUndefined()
      expect(await grantsOf(limiter, auth, 5)).toBe(5)
      expect(limiter.recall([auth])).toBeUndefined()
      const { decisions } = await limiter.consume([auth])
      expect(limiter.recall([auth])).toMatchObject({ isAllowed: false, decisions: [{ name: 'auth', remaining: 0 }] })
      expect(limiter.recall([auth])?.decisions[0]?.retryAfterMs).toBeLessThanOrEqual(decisions[0]?.retryAfterMs ?? 0)
      expect(elsewhere.recall([auth])).toBeUndefined()
    })
  })

  describe('a refund', () => {
    it.each([products, auth, smooth])('gives the call back at once ($name)', async (check) => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      const { grant } = await limiter.consume([check], { cost: 3 })
      const free = (await limiter.peek([check])).decisions[0]?.remaining ?? 0
      expect(grant && (await limiter.refund([check], grant))).toBe(true)
      expect((await limiter.peek([check])).decisions[0]?.remaining).toBe(free + 3)
      expect(await stored(layer, check)).toBe('')
    })

    it('frees the place of its own call, not that of another', async () => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      await limiter.consume([auth], { cost: 2 })
      await pass(layer, auth, 50_000)
      const { grant } = await limiter.consume([auth], { cost: 3 })
      if (grant) await limiter.refund([auth], grant)
      await pass(layer, auth, 10_000)
      expect((await limiterOf(layer).peek([auth])).decisions[0]?.remaining).toBe(5)
    })

    it('lets what is called after it count as long as ever', async () => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      const first = await limiter.consume([auth])
      await pass(layer, auth, 6_000)
      const second = await limiter.consume([auth])
      await pass(layer, auth, 48_000)
      await grantsOf(limiter, auth, 2)
      for (const [{ grant }, passedMs] of [[first, 54_000] as const, [second, 48_000] as const]) {
        const receipts = grant?.receipts.map((receipt) => receipt - passedMs * 1_000)
        expect(grant && receipts && (await limiter.refund([auth], { ...grant, receipts }))).toBe(true)
      }
      await pass(layer, auth, 54_000)
      await limiter.consume([auth])
      await pass(layer, auth, 30_000)
      expect((await limiterOf(layer).peek([auth])).decisions).toMatchObject([{ remaining: 4 }])
    })

    it('gives several limits back', async () => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      const checks = [products, auth, smooth]
      const { grant } = await limiter.consume(checks)
      expect(grant && (await limiter.refund(checks, grant))).toBe(true)
      expect((await limiter.peek(checks)).decisions).toMatchObject([
        { remaining: 100 },
        { remaining: 5 },
        { remaining: 5 },
      ])
    })

    it.each([auth, smooth])('gives nothing back that has left its limit already ($name)', async (check) => {
      await using layer = await open()
      const limiter = limiterOf(layer)
      const { grant } = await limiter.consume([check])
      await layer.redis.stateStore.command('DEL', keyOf(layer, check))
      expect(grant && (await limiter.refund([check], grant))).toBe(false)
    })
  })

  it('a reset forgets every call', async () => {
    await using layer = await open()
    const limiter = limiterOf(layer)
    await grantsOf(limiter, auth, 9)
    await grantsOf(limiter, smooth, 9)
    await limiter.reset([auth, smooth])
    expect(await grantsOf(limiter, auth, 9)).toBe(5)
    expect(await grantsOf(limiter, smooth, 9)).toBe(5)
  })
}
