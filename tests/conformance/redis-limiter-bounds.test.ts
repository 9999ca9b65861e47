import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LimitPolicy, limits } from '#server/contracts/limits.ts'
import { createLimiter } from '#server/redis/limiter/create-limiter.ts'
import type { LimitCheck, Limiter, LimitGrant } from '#server/redis/limiter/limiter.ts'
import { passTime } from '#tests/support/limiter-time.ts'
import { createRandom, type Random } from '#tests/support/random.ts'
import { openRedisLayer, type RedisLayer } from '#tests/support/redis-layer.ts'

let layer: RedisLayer
beforeAll(() => {
  layer = openRedisLayer()
})
afterAll(() => layer[Symbol.asyncDispose]())

/** A call that was granted and not given back. */
interface Granted {
  /** Microseconds; not before Redis decided for a smooth limit, exactly then for a strict one. */
  readonly atUs: number
  readonly cost: number
}

const strict = (limit: number, windowMs: number): LimitPolicy => ({
  algorithm: 'strict',
  limit,
  windowMs,
  whenUnavailable: 'refuse',
})
const smooth = (limit: number, burst: number, windowMs: number): LimitPolicy => ({
  algorithm: 'gcra',
  limit,
  burst,
  windowMs,
  whenUnavailable: 'refuse',
})

describe('a strict limit never holds more than its number in any window', () => {
  it.each([
    ['one call', strict(1, 60_000)],
    ['few calls', strict(7, 60_000)],
    ['as many as it keeps apart', strict(128, 60_000)],
    ['more than it keeps apart', strict(129, 60_000)],
    ['many in a short window', strict(1_000, 1_280)],
    ['a day', strict(40, 86_400_000)],
  ])('under random schedules: %s', async (_, policy) => {
    for (let seed = 1; seed <= 4; seed += 1) {
      const granted = await randomSchedule({ policy, seed, steps: 120 })
      expect(granted.length).toBeGreaterThan(policy.limit > 1 ? 20 : 5)
      expect(fullestWindow(granted, policy.windowMs * 1_000)).toBeLessThanOrEqual(policy.limit)
    }
  })

  it('in real time, hammered by three processes across many windows', async () => {
    await using others = new AsyncDisposableStack()
    const layers = [layer, others.use(openRedisLayer()), others.use(openRedisLayer())]
    const policy = strict(25, 60)
    const check = { name: 'default', subject: 'user-real', endpoint: 'hammered' } as const
    const granted: Granted[] = []
    const hammer = async (limiter: Limiter, random: Random) => {
      while (granted.length < 12 * policy.limit) {
        const burst = Array.from({ length: random.between(1, 30) }, () => limiter.consume([check]))
        for (const { grant } of await Promise.all(burst)) if (grant) granted.push(grantedAt(grant))
        // Time is real here: a refused call waits for it, and Redis is what lets it pass.
        await layer.redis.state.ping()
      }
    }
    const limiters = layers.map(({ redis, log }) => limiterFor(policy, { redis, log }))
    await Promise.all(limiters.map((limiter, index) => hammer(limiter, createRandom(index))))
    expect(fullestWindow(granted, policy.windowMs * 1_000)).toBeLessThanOrEqual(policy.limit)
  })
})

describe('a smooth limit never grants more than burst + rate · T in any span of length T', () => {
  it.each([
    ['no burst', smooth(60, 1, 60_000)],
    ['a burst', smooth(60, 10, 60_000)],
    ['a burst of the whole limit', smooth(20, 20, 60_000)],
    ['a rate that divides no microsecond', smooth(7, 3, 10)],
  ])('under random schedules: %s', async (_, policy) => {
    if (policy.algorithm !== 'gcra') throw new Error('A smooth policy')
    for (let seed = 1; seed <= 4; seed += 1) {
      const granted = await randomSchedule({ policy, seed, steps: 120 })
      expect(granted.length).toBeGreaterThan(20)
      expect(most(granted, policy)).toBeLessThanOrEqual(policy.burst)
    }
  })
})

it('a smooth limit is not forgotten while it is used: in real time, for many times as long as its burst', async () => {
  const policy = smooth(1_000, 20, 1_000)
  const check = { name: 'default', subject: 'user-smooth', endpoint: 'hammered' } as const
  const limiter = limiterFor(policy, layer)
  const granted: Granted[] = []
  while (granted.length < 300) {
    const { grant, resetMs } = await consumeAt(limiter, check, 1)
    if (grant) granted.push(decidedAt(grant, policy, resetMs))
    else await layer.redis.state.ping()
  }
  expect(most(granted, policy)).toBeLessThanOrEqual(20)
})

interface Schedule {
  readonly policy: LimitPolicy
  readonly seed: number
  readonly steps: number
}

/** Bursts of two processes, pauses of every length (also exactly to the edge of the window), costs, refunds. */
async function randomSchedule({ policy, seed, steps }: Schedule): Promise<Granted[]> {
  const random = createRandom(seed)
  const check = { name: 'default', subject: `user-${seed}-${JSON.stringify(policy)}`, endpoint: 'scheduled' } as const
  const key = layer.keys.rateLimit(check.subject, check.endpoint)
  let passedMs = 0
  const clock = () => performance.now() + passedMs
  const limiters = [limiterFor(policy, { ...layer, clock }), limiterFor(policy, { ...layer, clock })]
  const granted: { at: Granted; grant: LimitGrant; passedUs: number }[] = []

  for (let step = 0; step < steps; step += 1) {
    const pauseMs = pauseOf(policy, random)
    await passTime(layer.redis.stateStore, key, pauseMs)
    passedMs += pauseMs
    const calls = Array.from(
      { length: random.pick(1, 2, random.between(1, 2 * Math.min(policy.limit, 150))) },
      (_, call) =>
        consumeAt(limiters[call % 2], check, Math.min(capacityOf(policy), random.pick(1, 1, 1, random.between(1, 9)))),
    )
    for (const { grant, resetMs } of await Promise.all(calls)) {
      const passedUs = passedMs * 1_000
      if (grant) granted.push({ at: later(decidedAt(grant, policy, resetMs), passedUs), grant, passedUs })
    }
    if (random.next() < 0.2 && granted.length > 0) {
      const [back] = granted.splice(random.between(0, granted.length - 1), 1)
      if (back) await limiters[0]?.refund([check], shift(back.grant, back.passedUs - passedMs * 1_000))
    }
  }
  return granted.map(({ at }) => at).toSorted((left, right) => left.atUs - right.atUs)
}

async function consumeAt(limiter: Limiter | undefined, check: LimitCheck, cost: number) {
  const result = await limiter?.consume([check], { cost })
  return { grant: result?.grant, resetMs: result?.decisions[0]?.resetMs ?? 0 }
}

/** Whole groups of calls, so that time that was moved groups as time that passed. */
function pauseOf({ windowMs }: LimitPolicy, random: Random): number {
  const groupMs = windowMs / 128
  const groups = random.pick(0, 0, 1, 127, 128, 129, random.between(0, 200), random.between(0, 16))
  return groups * groupMs
}

const capacityOf = (policy: LimitPolicy): number => (policy.algorithm === 'gcra' ? policy.burst : policy.limit)

const grantedAt = ({ receipts, cost }: LimitGrant): Granted => ({ atUs: receipts[0] ?? 0, cost })

/** A smooth receipt is the begin of the call's slot; how far that lies ahead is told to the next millisecond. */
function decidedAt(grant: LimitGrant, policy: LimitPolicy, resetMs: number): Granted {
  const { atUs, cost } = grantedAt(grant)
  if (policy.algorithm === 'strict') return { atUs, cost }
  return { atUs: atUs + cost * perCallUs(policy) - resetMs * 1_000, cost }
}

const perCallUs = ({ windowMs, limit }: LimitPolicy): number => Math.ceil((windowMs * 1_000) / limit)

const later = ({ atUs, cost }: Granted, us: number): Granted => ({ atUs: atUs + us, cost })

const shift = (grant: LimitGrant, us: number): LimitGrant => ({
  ...grant,
  receipts: grant.receipts.map((receipt) => Math.round(receipt + us)),
})

function fullestWindow(granted: readonly Granted[], windowUs: number): number {
  const times = granted.toSorted((left, right) => left.atUs - right.atUs)
  let [fullest, held, first] = [0, 0, 0]
  for (const { atUs, cost } of times) {
    held += cost
    for (let oldest = times[first]; oldest && atUs - oldest.atUs >= windowUs; oldest = times[first]) {
      held -= oldest.cost
      first += 1
    }
    fullest = Math.max(fullest, held)
  }
  return fullest
}

/** The most that any span held beyond its rate · T, with one millisecond of T for the rounding of `resetMs`. */
function most(granted: readonly Granted[], policy: LimitPolicy): number {
  let most = 0
  for (const [index, { atUs: fromUs }] of granted.entries()) {
    let held = 0
    for (const { atUs, cost } of granted.slice(index)) {
      held += cost
      most = Math.max(most, Math.floor(held - (atUs - fromUs + 1_000) / perCallUs(policy)))
    }
  }
  return most
}

interface Parts extends Pick<RedisLayer, 'redis' | 'log'> {
  readonly clock?: () => number
}

const limiterFor = (policy: LimitPolicy, { redis, log, clock }: Parts): Limiter =>
  createLimiter({
    store: redis.stateStore,
    keys: layer.keys,
    log,
    policies: { ...limits, default: policy },
    instances: 1,
    ...(clock && { clock }),
  })
