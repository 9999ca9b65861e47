import { describe, expect, it } from 'vitest'
import { type LimitName, type LimitPolicy, limits } from '#server/contracts/limits.ts'
import { createLimiter } from '#server/redis/limiter/create-limiter.ts'
import type { Limiter } from '#server/redis/limiter/limiter.ts'
import { createPubSub } from '#server/redis/pubsub.ts'
import type { AnyRedisLayer } from '#tests/support/redis-layer.ts'
import { testPrefix } from '#tests/support/servers.ts'
import type { BackendOf } from './backend.ts'

const hourMs = 3_600_000
const policies: Readonly<Record<LimitName, LimitPolicy>> = {
  ...limits,
  products: { algorithm: 'strict', limit: 100, windowMs: hourMs, whenUnavailable: 'refuse' },
  chat: { algorithm: 'strict', limit: 20, windowMs: hourMs, whenUnavailable: 'refuse' },
  auth: { algorithm: 'gcra', limit: 60, burst: 5, windowMs: hourMs, whenUnavailable: 'refuse' },
  webhooks: { algorithm: 'gcra', limit: 20, burst: 1, windowMs: 1_000, whenUnavailable: 'refuse' },
}
const subject = 'user-{1}:x'
const check = (name: LimitName) => ({ name, subject, endpoint: `${name}.call` }) as const

/** What limits do, on whatever Redis. */
export function limiterCases(backend: BackendOf): void {
  describe('a limit', () => {
    it('grants exactly its number of concurrent calls of two processes', async () => {
      await using stage = openStage()
      const results = await Promise.all(
        Array.from({ length: 160 }, (_, call) => stage.limiters[call % 2]?.consume([check('products')])),
      )
      expect(results.filter((result) => result?.isAllowed)).toHaveLength(100)
    })

    it('says what remains and when to come back', async () => {
      await using stage = openStage()
      const [limiter] = stage.limiters
      const first = await limiter.consume([check('chat')])
      expect(first.decisions).toMatchObject([
        { name: 'chat', isAllowed: true, limit: 20, remaining: 19, retryAfterMs: 0 },
      ])
      await take(limiter, 'chat', 19)
      const [refused] = (await limiter.consume([check('chat')])).decisions
      expect(refused).toMatchObject({ isAllowed: false, remaining: 0 })
      expect(refused?.retryAfterMs).toBeGreaterThan(hourMs - 60_000)
      expect(refused?.retryAfterMs).toBeLessThanOrEqual(hourMs + 1)
    })

    it('that is smooth grants its burst at once, then one by one', async () => {
      await using stage = openStage()
      const [here, there] = stage.limiters
      expect(await take(here, 'auth', 10)).toBe(5)
      const [refused] = (await there.consume([check('auth')])).decisions
      expect(refused?.retryAfterMs).toBeGreaterThan(0)
      expect(refused?.retryAfterMs).toBeLessThanOrEqual(hourMs / 60)
      expect(await take(here, 'webhooks', 2)).toBe(1)
      await expect.poll(() => take(here, 'webhooks', 1)).toBe(1)
    })

    it('takes from all limits of a call or from none', async () => {
      await using stage = openStage()
      const [here, there] = stage.limiters
      const both = [check('auth'), check('chat')]
      for (let call = 0; call < 5; call += 1) expect((await here.consume(both)).isAllowed).toBe(true)
      const { isAllowed, decisions } = await there.consume(both)
      expect(isAllowed).toBe(false)
      expect(decisions.map((decision) => decision.isAllowed)).toEqual([false, true])
      expect((await there.peek([check('chat')])).decisions).toMatchObject([{ remaining: 15 }])
    })

    it('takes the cost of a call, only looks when asked, and gives back what is refunded', async () => {
      await using stage = openStage()
      const [here, there] = stage.limiters
      const first = await here.consume([check('chat')], { cost: 15 })
      expect(first).toMatchObject({ isAllowed: true, decisions: [{ remaining: 5 }] })
      expect(await here.consume([check('chat')], { cost: 6 })).toMatchObject({ isAllowed: false })
      expect((await there.peek([check('chat')])).decisions).toMatchObject([{ remaining: 5 }])
      expect(first.grant && (await there.refund([check('chat')], first.grant))).toBe(true)
      expect((await here.peek([check('chat')])).decisions).toMatchObject([{ remaining: 20 }])
    })

    it('forgets what it counted when it is reset', async () => {
      await using stage = openStage()
      const [limiter] = stage.limiters
      await take(limiter, 'chat', 25)
      await limiter.reset([check('chat')])
      expect(await take(limiter, 'chat', 25)).toBe(20)
    })

    it('counts many subjects apart that ask in one moment', async () => {
      await using stage = openStage()
      const [here] = stage.limiters
      const subjects = Array.from({ length: 40 }, (_, index) => `user-${index}`)
      const granted = await Promise.all(
        subjects.map(async (another) => {
          const calls = Array.from({ length: 7 }, () => here.consume([{ ...check('auth'), subject: another }]))
          return (await Promise.all(calls)).filter(({ isAllowed }) => isAllowed).length
        }),
      )
      expect(granted).toEqual(subjects.map(() => 5))
    })

    it('counts each subject and each endpoint apart', async () => {
      await using stage = openStage()
      const [limiter] = stage.limiters
      await take(limiter, 'chat', 25)
      for (const other of [{ subject: 'another' }, { endpoint: 'another' }]) {
        expect((await limiter.consume([{ ...check('chat'), ...other }])).isAllowed).toBe(true)
      }
    })
  })

  /** Two processes with a limiter each. */
  function openStage() {
    const prefix = testPrefix()
    const layers = [backend().open(prefix), backend().open(prefix)] as const
    return {
      limiters: [limiterOf(layers[0]), limiterOf(layers[1])] as const,
      async [Symbol.asyncDispose]() {
        for (const layer of layers) await layer[Symbol.asyncDispose]()
      },
    }
  }
}

function limiterOf({ redis, keys, log }: AnyRedisLayer): Limiter {
  const { stateStore, subscriber } = redis
  const pubsub = subscriber && createPubSub({ publisher: stateStore, subscriber, log })
  return createLimiter({ store: stateStore, keys, log, policies, ...(pubsub && { pubsub }) })
}

async function take(limiter: Limiter, name: LimitName, calls: number): Promise<number> {
  let granted = 0
  for (let call = 0; call < calls; call += 1) if ((await limiter.consume([check(name)])).isAllowed) granted += 1
  return granted
}
