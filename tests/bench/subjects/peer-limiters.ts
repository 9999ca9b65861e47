import { loadPeer } from '../harness/peers.ts'
import { connectionOf } from './connection-of.ts'
import type { LimiterSubject, LimiterSubjectOptions } from './limiter-subject.ts'

interface IoredisModule {
  readonly Redis: new (
    options: object,
  ) => {
    call(command: string, ...args: string[]): Promise<unknown>
    on(event: 'error', listener: () => void): void
    disconnect(): void
  }
}

interface FlexibleModule {
  readonly RateLimiterRedis: new (options: {
    readonly storeClient: unknown
    readonly keyPrefix: string
    readonly points: number
    readonly duration: number
    readonly inMemoryBlockOnConsumed: number
  }) => { consume(key: string): Promise<unknown> }
}

/** With its memory of blocked keys, as its README recommends against floods. Refusals are rejections without a message. */
export async function openRateLimiterFlexible(options: LimiterSubjectOptions): Promise<LimiterSubject> {
  const redis = await openIoredis(options.redisUrl)
  const { RateLimiterRedis } = await loadPeer<FlexibleModule>('peers', 'rate-limiter-flexible', ['RateLimiterRedis'])
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: options.prefix,
    points: options.limit,
    duration: options.windowMs / 1_000,
    inMemoryBlockOnConsumed: options.limit,
  })
  return {
    take: (caller) =>
      limiter.consume(caller).then(
        () => true,
        (reason: unknown) => {
          if (reason instanceof Error) throw reason
          return false
        },
      ),
    close: async () => redis.disconnect(),
  }
}

interface StoreModule {
  readonly RedisStore: new (options: {
    readonly sendCommand: (command: string, ...args: string[]) => Promise<unknown>
    readonly prefix: string
  }) => {
    init(options: { readonly windowMs: number }): Promise<void>
    increment(key: string): Promise<{ readonly totalHits: number }>
  }
}

/** The store alone; express-rate-limit grants while `totalHits` is within the limit. */
export async function openRateLimitRedis(options: LimiterSubjectOptions): Promise<LimiterSubject> {
  const redis = await openIoredis(options.redisUrl)
  const { RedisStore } = await loadPeer<StoreModule>('peers', 'rate-limit-redis', ['RedisStore'])
  const store = new RedisStore({
    sendCommand: (command, ...args) => redis.call(command, ...args),
    prefix: options.prefix,
  })
  await store.init({ windowMs: options.windowMs })
  return {
    take: async (caller) => (await store.increment(caller)).totalHits <= options.limit,
    close: async () => redis.disconnect(),
  }
}

interface RatelimitModule {
  readonly Ratelimit: {
    new (options: {
      readonly redis: unknown
      readonly limiter: unknown
      readonly prefix: string
    }): { limit(identifier: string): Promise<{ readonly success: boolean; readonly reason?: string }> }
    slidingWindow(tokens: number, window: string): unknown
  }
}

interface UpstashModule {
  readonly Redis: new (options: { readonly url: string; readonly token: string }) => unknown
}

/** Its sliding window, with its memory of refusals, over REST. */
export async function openUpstashRatelimit(options: LimiterSubjectOptions): Promise<LimiterSubject> {
  const { Ratelimit } = await loadPeer<RatelimitModule>('peers', '@upstash/ratelimit', ['Ratelimit'])
  const { Redis } = await loadPeer<UpstashModule>('peers', '@upstash/redis', ['Redis'])
  const limiter = new Ratelimit({
    redis: new Redis(options.bridge),
    limiter: Ratelimit.slidingWindow(options.limit, `${options.windowMs} ms`),
    prefix: options.prefix,
  })
  return {
    take: async (caller) => (await limiter.limit(caller)).success,
    close: async () => undefined,
  }
}

async function openIoredis(url: string) {
  const { Redis } = await loadPeer<IoredisModule>('peers', 'ioredis', ['Redis'])
  const redis = new Redis(connectionOf(url))
  redis.on('error', () => undefined)
  return redis
}
