import type { Logger } from 'pino'
import type { RedisClient } from './create-client.ts'
import { inspectRedis } from './inspect.ts'

interface Roles {
  readonly state: RedisClient
  readonly cache: RedisClient
  /** Cached values live on the state server. */
  readonly isShared: boolean
  readonly log: Logger
}

/** Says in the log where a server's eviction policy does not fit its role. */
export async function warnAboutPolicies({ state, cache, isShared, log }: Roles): Promise<void> {
  const { policy, maxMemoryBytes } = await inspectRedis(state)
  if (policy !== null && policy !== 'noeviction') {
    const advice = isShared ? 'give the cache a server of its own (REDIS_CACHE_URL) and ' : ''
    log.warn({ policy }, `Redis may evict sessions, limits and jobs: ${advice}set maxmemory-policy to noeviction`)
  } else if (isShared && maxMemoryBytes) {
    log.warn({ policy }, 'Cached values share the state server and can fill it: set REDIS_CACHE_URL')
  }
  if (isShared) return
  const own = await inspectRedis(cache)
  if (own.policy === 'noeviction' && own.maxMemoryBytes) {
    log.warn({ policy: own.policy }, 'The cache server refuses writes when full: set maxmemory-policy to allkeys-lfu')
  }
}
