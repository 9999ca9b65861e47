import { describe, expect, it } from 'vitest'
import type { Limiter } from '#server/redis/limiter/limiter.ts'
import { createPubSub, type PubSub } from '#server/redis/pubsub.ts'
import type { RedisStore } from '#server/redis/store.ts'
import { auth, grantsOf, limiterOf, pass, products, smooth } from '#tests/support/limiter-fixtures.ts'
import { openRedisLayer, openRedisLayerOn, type RedisLayer } from '#tests/support/redis-layer.ts'
import { type RedisProcess, startRedisProcess } from '#tests/support/redis-process.ts'
import { testPrefix } from '#tests/support/servers.ts'

describe('refusals remembered in the process', () => {
  it('cost Redis no command, however many', async () => {
    await using layer = openRedisLayer()
    const { store, commands } = counting(layer.redis.stateStore)
    const limiter = limiterOf(layer, { store, instances: 1 })
    await grantsOf(limiter, auth, 5)
    await limiter.consume([auth])
    const before = commands()
    expect(await grantsOf(limiter, auth, 10_000)).toBe(0)
    expect(commands() - before).toBe(0)
  })

  it('count down', async () => {
    await using layer = openRedisLayer()
    let nowMs = 0
    const limiter = limiterOf(layer, { clock: () => nowMs })
    await grantsOf(limiter, auth, 5)
    const [first] = (await limiter.consume([auth])).decisions
    nowMs += 2_000
    const [second] = (await limiter.consume([auth])).decisions
    expect(second).toMatchObject({ isAllowed: false, remaining: 0, limit: 5 })
    expect((first?.retryAfterMs ?? 0) - (second?.retryAfterMs ?? 0)).toBe(2_000)
    expect((first?.resetMs ?? 0) - (second?.resetMs ?? 0)).toBe(2_000)
  })

  it('end exactly when the call can succeed: not a millisecond of it is lost', async () => {
    await using layer = openRedisLayer()
    let nowMs = 0
    const clock = () => nowMs
    const limiter = limiterOf(layer, { clock })
    await grantsOf(limiter, smooth, 5)
    const { decisions } = await limiter.consume([smooth])
    const retryAfterMs = decisions[0]?.retryAfterMs ?? 0
    await pass(layer, smooth, retryAfterMs)
    nowMs += retryAfterMs - 2
    expect((await limiter.consume([smooth])).isAllowed).toBe(false)
    nowMs += 2
    expect((await limiter.consume([smooth])).isAllowed).toBe(true)
  })

  it('ask Redis again after five seconds, lest it was wiped meanwhile', async () => {
    await using layer = openRedisLayer()
    let nowMs = 0
    const limiter = limiterOf(layer, { clock: () => nowMs })
    await grantsOf(limiter, auth, 6)
    await layer.redis.state.del(layer.keys.rateLimit(auth.subject, auth.endpoint))
    nowMs = 4_999
    expect((await limiter.consume([auth])).isAllowed).toBe(false)
    nowMs = 5_001
    expect((await limiter.consume([auth])).isAllowed).toBe(true)
  })

  it('stand for what they refused and no less', async () => {
    await using layer = openRedisLayer()
    const limiter = limiterOf(layer)
    await grantsOf(limiter, auth, 3)
    expect((await limiter.consume([auth], { cost: 3 })).isAllowed).toBe(false)
    expect((await limiter.consume([auth], { cost: 2 })).isAllowed).toBe(true)
    expect((await limiter.consume([auth])).isAllowed).toBe(false)
    expect((await limiter.consume([products])).isAllowed).toBe(true)
    expect((await limiter.consume([auth, products])).isAllowed).toBe(false)
    expect((await limiter.consume([{ ...auth, subject: 'user-9' }])).isAllowed).toBe(true)
  })

  it('are bounded in number, and forgetting one refuses nobody', async () => {
    await using layer = openRedisLayer()
    const { store, commands } = counting(layer.redis.stateStore)
    const limiter = limiterOf(layer, { store, instances: 1 })
    const first = { ...auth, subject: 'user-first' }
    await grantsOf(limiter, first, 6)
    const subjects = Array.from({ length: 10_000 }, (_, index) => ({ ...auth, subject: `user-${index}` }))
    for (let from = 0; from < subjects.length; from += 500) {
      await Promise.all(
        subjects.slice(from, from + 500).map(async (check) => {
          await limiter.consume([check], { cost: 5 })
          await limiter.consume([check])
        }),
      )
    }
    const before = commands()
    expect((await limiter.consume([first])).isAllowed).toBe(false)
    expect(commands() - before).toBe(1)
  })
})

describe('a refund or reset', () => {
  it.each(['refund', 'reset'] as const)('by one process (%s) ends the refusals of every other', async (what) => {
    await using here = openProcess()
    await using there = openProcess(here)
    const { grant } = await here.limiter.consume([auth], { cost: 5 })
    expect((await there.limiter.consume([auth])).isAllowed).toBe(false)
    await there.isListening()
    expect((await there.limiter.consume([auth])).isAllowed).toBe(false)
    if (what === 'reset') await here.limiter.reset([auth])
    else if (grant) await here.limiter.refund([auth], grant)
    await expect.poll(async () => (await there.limiter.consume([auth])).isAllowed).toBe(true)
  })

  it('ends the refusals of its own process at once', async () => {
    await using layer = openRedisLayer()
    const limiter = limiterOf(layer)
    const { grant } = await limiter.consume([auth], { cost: 5 })
    await limiter.consume([auth])
    if (grant) await limiter.refund([auth], grant)
    expect((await limiter.consume([auth], { cost: 5 })).isAllowed).toBe(true)
    await limiter.consume([auth])
    await limiter.reset([auth])
    expect((await limiter.consume([auth])).isAllowed).toBe(true)
  })

  it('is not overtaken by a refusal decided before it and answered after it', async () => {
    await using layer = openRedisLayer()
    const held = holding(layer.redis.stateStore)
    let heard: (text: string) => void = () => {}
    const pubsub: PubSub = {
      publish: async () => true,
      subscribe: async (_, listener) => {
        heard = listener
        return async () => {}
      },
      onReconnect: () => () => {},
    }
    const limiter = limiterOf(layer, { store: held.store, pubsub, instances: 1 })
    await limiter.consume([auth], { cost: 5 })
    await limiter.consume([products], { cost: 100 })
    await limiter.consume([products])
    held.hold()
    const refused = limiter.consume([auth])
    await held.answered()
    await limiterOf(layer).reset([auth])
    heard(auth.subject)
    held.release()
    expect((await refused).isAllowed).toBe(false)
    expect((await limiter.consume([auth])).isAllowed).toBe(true)
  })

  it('unheard, because the link was cut, ends them when the link is back', async () => {
    await using server = await startRedisProcess()
    await using here = openProcess(server)
    await using there = openProcess(server, here)
    await here.limiter.consume([auth], { cost: 5 })
    await there.limiter.consume([auth])
    await there.isListening()
    await there.limiter.consume([auth])
    const id = await there.layer.redis.subscriber.client('ID')
    await here.layer.redis.state.client('KILL', 'ID', id)
    await here.limiter.reset([auth])
    await expect.poll(async () => (await there.limiter.consume([auth])).isAllowed, { timeout: 4_000 }).toBe(true)
  })
})

/** One process with a limiter that listens; the same prefix as another's where one is given. */
function openProcess(...like: readonly (Process | RedisProcess)[]): Process {
  const server = like.find((one) => 'port' in one)
  const sibling = like.find((one) => 'layer' in one)
  const prefix = { REDIS_PREFIX: sibling?.prefix ?? testPrefix() }
  const layer = server ? openRedisLayerOn(server, prefix) : openRedisLayer(prefix)
  const { stateStore, subscriber } = layer.redis
  const pubsub = createPubSub({ publisher: stateStore, subscriber, log: layer.log })
  return {
    prefix: prefix.REDIS_PREFIX,
    layer,
    limiter: limiterOf(layer, { pubsub, clock: () => 0 }),
    // The limiter subscribed first, and Redis confirms in order.
    isListening: async () => void (await pubsub.subscribe(layer.keys.limitsChannel(), () => {})),
    [Symbol.asyncDispose]: () => layer[Symbol.asyncDispose](),
  }
}

interface Process extends AsyncDisposable {
  readonly prefix: string
  readonly layer: RedisLayer
  /** Its clock stands still: only a message can end what it remembers. */
  readonly limiter: Limiter
  isListening(): Promise<void>
}

function counting(store: RedisStore) {
  let commands = 0
  const count = <A extends readonly unknown[], R>(send: (...args: A) => R) => {
    return (...args: A): R => {
      commands += 1
      return send(...args)
    }
  }
  const counted: RedisStore = {
    command: count(store.command),
    run: (name, call) => count(() => store.run(name, call))(),
    publish: count(store.publish),
  }
  return { store: counted, commands: () => commands }
}

/** A store whose answers can be kept back. */
function holding(store: RedisStore) {
  let gate = Promise.withResolvers<void>()
  let answered = Promise.withResolvers<void>()
  gate.resolve()
  const held: RedisStore = {
    ...store,
    async run(name, call) {
      const reply = await store.run(name, call)
      answered.resolve()
      await gate.promise
      return reply
    },
  }
  return {
    store: held,
    hold() {
      gate = Promise.withResolvers()
      answered = Promise.withResolvers()
    },
    answered: () => answered.promise,
    release: () => gate.resolve(),
  }
}
