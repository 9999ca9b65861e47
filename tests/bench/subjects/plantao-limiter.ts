import { pino } from 'pino'
import { type LimitPolicy, limits } from '#server/contracts/limits.ts'
import { createRedisConnections } from '#server/redis/connections.ts'
import { createKeys } from '#server/redis/keys.ts'
import { createLimiter } from '#server/redis/limiter/create-limiter.ts'
import { createPubSub } from '#server/redis/pubsub.ts'
import { createScripts } from '#server/redis/scripts.ts'
import { testEnv } from '#tests/support/test-env.ts'
import type { LimiterSubject, LimiterSubjectOptions } from './limiter-subject.ts'

/** The product's limiter with one policy of the benchmark's own in the place of "products". */
export async function openPlantaoLimiter(
  options: LimiterSubjectOptions,
  algorithm: 'strict' | 'gcra',
): Promise<LimiterSubject> {
  const log = pino({ level: 'silent' })
  const env = testEnv({ REDIS_URL: options.redisUrl, REDIS_PREFIX: options.prefix })
  const redis = createRedisConnections(env, { log, name: 'bench', scripts: createScripts() })
  await redis.ready()
  const keys = createKeys(env.REDIS_PREFIX, { isCluster: redis.isCluster })
  const pubsub = createPubSub({ publisher: redis.stateStore, subscriber: redis.subscriber, log })
  const policies = { ...limits, products: policyOf(options, algorithm) }
  const limiter = createLimiter({ store: redis.stateStore, keys, log, pubsub, policies })
  let withoutRedis = 0
  return {
    async take(caller) {
      const { isAllowed, grant } = await limiter.consume([
        { name: 'products', subject: `user-${caller}`, endpoint: 'products' },
      ])
      if (grant?.isLocal) withoutRedis += 1
      return isAllowed
    },
    grantsWithoutRedis: () => withoutRedis,
    close: () => redis.close(),
  }
}

const policyOf = ({ limit, windowMs, burst }: LimiterSubjectOptions, algorithm: 'strict' | 'gcra'): LimitPolicy =>
  algorithm === 'strict'
    ? { algorithm, limit, windowMs, whenUnavailable: 'local' }
    : { algorithm, limit, windowMs, burst, whenUnavailable: 'local' }
