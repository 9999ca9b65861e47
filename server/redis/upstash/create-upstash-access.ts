import { inspectStore } from '../inspect.ts'
import type { RedisAccess } from '../redis-access.ts'
import { messageOf, RedisUnavailableError } from '../redis-errors.ts'
import type { Scripts } from '../scripts.ts'
import type { RedisStore } from '../store.ts'
import { createUpstashStore } from './create-upstash-store.ts'

interface UpstashAccessOptions {
  readonly url: string
  readonly token: string
  readonly scripts: Scripts
}

/** A request may have to open a TLS connection across a region first; a cache that takes longer is no help. */
const stateTimeoutMs = 2_000
const cacheTimeoutMs = 500
const bootTimeoutMs = 10_000

/** One Upstash database for sessions, limits and cached values, without subscriptions. */
export function createUpstashAccess({ url, token, scripts }: UpstashAccessOptions): RedisAccess {
  const storeWithin = (timeoutMs: number): RedisStore => createUpstashStore({ url, token, scripts, timeoutMs })
  const stateStore = storeWithin(stateTimeoutMs)
  return {
    isCluster: false,
    stateStore,
    cacheStore: storeWithin(cacheTimeoutMs),
    subscriber: undefined,
    cacheSubscriber: undefined,
    async inspect() {
      const state = await inspectStore(stateStore)
      return { state, cache: state }
    },
    async ready({ timeoutMs = bootTimeoutMs } = {}) {
      try {
        await storeWithin(timeoutMs).command('PING')
      } catch (error) {
        throw unavailable(url, messageOf(error))
      }
    },
    // Idle HTTP connections keep no process alive.
    close: async () => {},
  }
}

function unavailable(url: string, problem: string): RedisUnavailableError {
  const advice = /WRONGPASS|Unauthorized|NOPERM|invalid.*token|header value/i.test(problem)
    ? 'check UPSTASH_REDIS_REST_TOKEN (the standard one: the read-only token is not enough)'
    : 'does UPSTASH_REDIS_REST_URL name the REST address of the database, https://….upstash.io?'
  return new RedisUnavailableError(`Upstash Redis at ${new URL(url).host} cannot be used: ${problem} - ${advice}`)
}
