import { type LimitName, type LimitPolicy, limits } from '#server/contracts/limits.ts'
import { createLimiter } from '#server/redis/limiter/create-limiter.ts'
import type { LimitCheck, Limiter } from '#server/redis/limiter/limiter.ts'
import type { PubSub } from '#server/redis/pubsub.ts'
import type { RedisStore } from '#server/redis/store.ts'
import { passTime } from './limiter-time.ts'
import type { AnyRedisLayer } from './redis-layer.ts'

export const minuteMs = 60_000
export const subject = 'address-203.0.113.7'
export const products: LimitCheck = { name: 'products', subject, endpoint: 'products.list' }
export const auth: LimitCheck = { name: 'auth', subject, endpoint: 'sign-in' }
export const smooth: LimitCheck = { name: 'chat', subject, endpoint: 'messages.send' }

/** The owner's limits, but for chat: one a second, five at once. */
export const policies: Readonly<Record<LimitName, LimitPolicy>> = {
  ...limits,
  chat: { algorithm: 'gcra', limit: 60, burst: 5, windowMs: minuteMs, whenUnavailable: 'local' },
}

interface Overrides {
  readonly clock?: () => number
  readonly policies?: Readonly<Record<LimitName, LimitPolicy>>
  readonly instances?: number
  readonly pubsub?: PubSub
  readonly store?: RedisStore
}

export const limiterOf = ({ redis, keys, log }: AnyRedisLayer, overrides: Overrides = {}): Limiter =>
  createLimiter({ store: redis.stateStore, keys, log, policies, ...overrides })

export const keyOf = ({ keys }: AnyRedisLayer, check: LimitCheck): string =>
  keys.rateLimit(check.subject, check.endpoint)

export const pass = (layer: AnyRedisLayer, check: LimitCheck, ms: number): Promise<void> =>
  passTime(layer.redis.stateStore, keyOf(layer, check), ms)

export async function grantsOf(limiter: Limiter, check: LimitCheck, calls: number): Promise<number> {
  const results = await Promise.all(Array.from({ length: calls }, () => limiter.consume([check])))
  return results.filter(({ isAllowed }) => isAllowed).length
}

export async function decisionOf(limiter: Limiter, check: LimitCheck) {
  const [decision] = (await limiter.consume([check])).decisions
  if (!decision) throw new Error('No decision')
  return decision
}
