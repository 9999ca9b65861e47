import { describe, expect, it } from 'vitest'
import type { LimitCheck, Limiter } from '#server/redis/limiter/limiter.ts'
import type { RedisStore } from '#server/redis/store.ts'
import { grantsOf, limiterOf, minuteMs, products, smooth } from '#tests/support/limiter-fixtures.ts'
import { openRedisLayer, openRedisLayerOn } from '#tests/support/redis-layer.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

/** 100 a minute: what all these tests do lies within one window. */
const limit = 100

describe('a limit of one process, across an outage', () => {
  it.each(['frozen in a burst', 'down'])('grants no more than its number while Redis is %s and after', async (how) => {
    await using server = await startRedisProcess({ settings: ['appendonly yes', 'appendfsync always'] })
    await using layer = openRedisLayerOn(server)
    const limiter = limiterOf(layer, { instances: 1 })
    expect(await grantsOf(limiter, products, 60)).toBe(60)
    await (how === 'down' ? server.kill() : server.freeze())
    expect(await grantsOf(limiter, products, 200)).toBe(40)
    await (how === 'down' ? server.restart() : server.thaw())
    await isBack(limiter)
    expect(await grantsOf(limiter, products, 200)).toBe(0)
  })

  it('grants what was left when Redis last answered, and no more', async () => {
    await using store = await openFailing()
    const limiter = limiterOf(store.layer, { store, instances: 1 })
    await grantsOf(limiter, products, 60)
    store.fail()
    expect(await grantsOf(limiter, products, 200)).toBe(40)
    await store.work(limiter)
    expect(await grantsOf(limiter, products, 200)).toBe(0)
  })

  it('grants afterwards what it did not grant alone, and says what remains of it', async () => {
    await using store = await openFailing()
    const limiter = limiterOf(store.layer, { store, instances: 1 })
    store.fail()
    expect(await grantsOf(limiter, products, 30)).toBe(30)
    await store.work(limiter)
    expect((await limiter.peek([products])).decisions).toMatchObject([{ isAllowed: true, remaining: 70 }])
    expect((await limiter.consume([products])).decisions).toMatchObject([{ isAllowed: true, remaining: 69 }])
    expect(await grantsOf(limiter, products, 200)).toBe(69)
  })

  it('forgets what it granted alone when that has left the window', async () => {
    await using store = await openFailing()
    let passedMs = 0
    const limiter = limiterOf(store.layer, { store, instances: 1, clock: () => performance.now() + passedMs })
    store.fail()
    await grantsOf(limiter, products, 100)
    await store.work(limiter)
    expect(await grantsOf(limiter, products, 10)).toBe(0)
    passedMs = minuteMs
    expect(await grantsOf(limiter, products, 200)).toBe(100)
  })

  it('costs Redis nothing for calls that it could not grant anyway', async () => {
    await using store = await openFailing()
    const limiter = limiterOf(store.layer, { store, instances: 1 })
    store.fail()
    await grantsOf(limiter, products, 100)
    await store.work(limiter)
    const before = store.asked()
    expect(await grantsOf(limiter, products, 1_000)).toBe(0)
    expect(store.asked()).toBe(before)
  })

  it('refuses a call that Redis granted, when the answer came after the place was given away', async () => {
    await using store = await openFailing()
    const limiter = limiterOf(store.layer, { store, instances: 1 })
    await grantsOf(limiter, products, 99)
    const release = store.hold()
    const held = limiter.consume([products])
    await expect.poll(() => store.held()).toBe(1)
    store.fail()
    expect((await limiter.consume([products])).isAllowed).toBe(true)
    await store.work()
    release()
    expect((await held).isAllowed).toBe(false)
  })

  it('of a smooth kind continues with what was free', async () => {
    await using store = await openFailing()
    const limiter = limiterOf(store.layer, { store, instances: 1 })
    await grantsOf(limiter, smooth, 3)
    store.fail()
    expect(await grantsOf(limiter, smooth, 9)).toBe(2)
    await store.work(limiter)
    expect(await grantsOf(limiter, smooth, 9)).toBe(0)
  })
})

describe('a limit of two processes, across an outage', () => {
  it.each(['before', 'during'])('grants its number and a share, at the most: most of it %s', async (when) => {
    await using store = await openFailing()
    const [here, there] = [0, 1].map(() => limiterOf(store.layer, { store, instances: 2 }))
    if (!here || !there) throw new Error('Two limiters')
    const askBoth = async () => (await grantsOf(here, products, limit)) + (await grantsOf(there, products, limit))
    // The other has heard nothing of this limit when Redis goes away.
    let granted = when === 'before' ? await grantsOf(here, products, limit) : 0
    store.fail()
    granted += await askBoth()
    await store.work(here, there)
    granted += await askBoth()
    expect(granted).toBe(limit + limit / 2)
  })
})

/** Decisions are shared again. */
async function isBack(limiter: Limiter): Promise<void> {
  const other: LimitCheck = { ...products, endpoint: 'another' }
  const isShared = async () => (await limiter.consume([other])).grant?.isLocal === false
  await expect.poll(isShared, { timeout: 10_000 }).toBe(true)
}

/** Redis, but the limiter's scripts can be made to fail before they are sent, and their answers be kept back. */
async function openFailing() {
  const layer = openRedisLayer()
  const { stateStore } = layer.redis
  let [isFailing, asked, kept] = [false, 0, 0]
  let gate: Promise<void> = Promise.resolve()
  const run: RedisStore['run'] = async (name, call) => {
    asked += 1
    if (isFailing) throw new Error('Redis does not answer')
    const [reply, wait] = [await stateStore.run(name, call), gate]
    kept += 1
    await wait
    return reply
  }
  return {
    ...stateStore,
    run,
    layer,
    fail() {
      isFailing = true
    },
    /** Until they decide together again. */
    async work(...limiters: readonly Limiter[]) {
      isFailing = false
      for (const limiter of limiters) await isBack(limiter)
    },
    asked: () => asked,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      kept = 0
      return () => {
        gate = Promise.resolve()
        resolve()
      }
    },
    held: () => kept,
    [Symbol.asyncDispose]: () => layer[Symbol.asyncDispose](),
  }
}
