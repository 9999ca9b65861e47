import { describe, expect, it } from 'vitest'
import {
  auth,
  decisionOf,
  grantsOf,
  limiterOf,
  minuteMs,
  policies,
  products,
  smooth,
} from '#tests/support/limiter-fixtures.ts'
import { openRedisLayerOn, type RedisLayer } from '#tests/support/redis-layer.ts'
import { type RedisProcess, startRedisProcess } from '#tests/support/redis-process.ts'

describe('a limit without Redis', () => {
  it.each(['down', 'frozen'])('refuses where its policy says so, while Redis is %s', async (how) => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    await (how === 'down' ? server.kill() : server.freeze())
    const { isAllowed, isUndecided, decisions } = await limiterOf(layer).consume([auth])
    expect({ isAllowed, isUndecided }).toEqual({ isAllowed: false, isUndecided: true })
    expect(decisions).toMatchObject([{ isAllowed: false, remaining: 0, retryAfterMs: 1_000 }])
  })

  it('is counted by each process alone where its policy says so, by the same rules', async () => {
    await using dead = await deadLayer()
    let now = 1_000_000
    const limiter = limiterOf(dead.layer, { clock: () => now })
    expect(await grantsOf(limiter, products, 60)).toBe(60)
    now += 59_000
    expect(await grantsOf(limiter, products, 100)).toBe(40)
    expect(await decisionOf(limiter, products)).toEqual({
      name: 'products',
      isAllowed: false,
      limit: 100,
      remaining: 0,
      windowMs: minuteMs,
      resetMs: minuteMs,
      retryAfterMs: 1_000,
    })
    now += 1_000
    expect(await grantsOf(limiter, products, 100)).toBe(60)
    expect(await grantsOf(limiter, smooth, 50)).toBe(5)
    now += 2_000
    expect(await grantsOf(limiter, smooth, 50)).toBe(2)
  })

  it('gives each process its share of the limit', async () => {
    await using dead = await deadLayer()
    const now = 0
    const limiter = limiterOf(dead.layer, { clock: () => now, instances: 3 })
    expect(await grantsOf(limiter, products, 100)).toBe(33)
    expect(await grantsOf(limiter, smooth, 100)).toBe(1)
    const many = limiterOf(dead.layer, { clock: () => now, instances: 1_000 })
    expect(await grantsOf(many, products, 100)).toBe(1)
  })

  it('counts the processes that decide, while Redis is there, and shares by that number without it', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const limiters = [limiterOf(layer), limiterOf(layer), limiterOf(layer), limiterOf(layer)]
    for (const limiter of limiters) await limiter.consume([smooth])
    await expect.poll(() => layer.redis.state.zcard(layer.keys.limiters())).toBe(4)
    const [, , , last] = limiters
    await server.kill()
    expect(last && (await grantsOf(last, products, 100))).toBe(25)
  })

  it('gives a local call back, and peeks and forgets locally', async () => {
    await using dead = await deadLayer()
    const limiter = limiterOf(dead.layer, { clock: () => 0 })
    const first = await limiter.consume([products, smooth], { cost: 5 })
    expect(first).toMatchObject({ isAllowed: true, grant: { isLocal: true } })
    expect((await limiter.peek([smooth])).isAllowed).toBe(false)
    expect(first.grant && (await limiter.refund([products, smooth], first.grant))).toBe(true)
    expect((await limiter.peek([products, smooth])).decisions).toMatchObject([{ remaining: 100 }, { remaining: 5 }])
    await grantsOf(limiter, smooth, 5)
    await expect(limiter.reset([smooth])).rejects.toThrow()
    expect(await grantsOf(limiter, smooth, 5)).toBe(5)
  })

  it('charges no local count when another limit of the call refuses', async () => {
    await using dead = await deadLayer()
    const limiter = limiterOf(dead.layer)
    expect((await limiter.consume([products, auth])).isAllowed).toBe(false)
    await grantsOf(limiter, smooth, 5)
    expect((await limiter.consume([products, smooth])).isAllowed).toBe(false)
    expect(await grantsOf(limiter, products, 150)).toBe(100)
  })

  it('does not keep callers waiting for a frozen Redis one by one', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    await layer.redis.ready()
    server.freeze()
    let asked = 0
    const store = { ...layer.redis.stateStore }
    const run: typeof store.run = (name, call) => {
      if (name === 'take-limits') asked += 1
      return layer.redis.stateStore.run(name, call)
    }
    const limiter = limiterOf(layer, { store: { ...store, run }, clock: () => 0, instances: 1 })
    for (let call = 0; call < 50; call += 1) await limiter.consume([products])
    expect(asked).toBe(3)
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

  it('counts anew after its scripts and its counts were wiped', async () => {
    await using server = await startRedisProcess()
    await using layer = openRedisLayerOn(server)
    const limiter = limiterOf(layer, {
      policies: { ...policies, auth: { ...policies.auth, whenUnavailable: 'local' } },
    })
    expect(await grantsOf(limiter, auth, 3)).toBe(3)
    await layer.redis.state.flushall()
    await layer.redis.state.script('FLUSH')
    expect(await grantsOf(limiter, auth, 9)).toBe(5)
    expect(layer.logged()).not.toContain('cannot use Redis')
  })
})

/** A layer whose server has died. */
async function deadLayer(): Promise<AsyncDisposable & { readonly layer: RedisLayer; readonly server: RedisProcess }> {
  await using cleanup = new AsyncDisposableStack()
  const server = cleanup.use(await startRedisProcess())
  const layer = cleanup.use(openRedisLayerOn(server))
  await layer.redis.ready()
  await server.kill()
  const kept = cleanup.move()
  return { layer, server, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
