import type { Product } from '#server/contracts/catalogue.ts'
import { loadPeer } from '../harness/peers.ts'
import type { CacheSubject, CacheSubjectOptions } from './cache-subject.ts'
import { connectionOf } from './connection-of.ts'

interface Closeable {
  disconnect(): void
  on(event: 'error', listener: () => void): void
}

interface IoredisModule {
  readonly Redis: new (options: object) => Closeable
}

interface Params {
  readonly id: string
  readonly load: () => Promise<Product>
}

interface ProductLoader {
  get(params: Params): Promise<Product | undefined | null>
  invalidateCacheFor(key: string): Promise<void>
  init(): Promise<void>
}

interface LayeredLoaderModule {
  readonly Loader: new (options: {
    readonly inMemoryCache: { readonly cacheType: string; readonly ttlInMsecs: number; readonly maxItems: number }
    readonly asyncCache: unknown
    readonly notificationConsumer: unknown
    readonly notificationPublisher: unknown
    readonly cacheKeyFromLoadParamsResolver: (params: Params) => string
    readonly dataSourceGetOneFn: (params: Params) => Promise<Product>
  }) => ProductLoader
  readonly RedisCache: new (
    redis: unknown,
    options: { readonly json: boolean; readonly ttlInMsecs: number; readonly prefix: string },
  ) => unknown
  createNotificationPair(options: {
    readonly channel: string
    readonly consumerRedis: unknown
    readonly publisherRedis: unknown
  }): { readonly consumer: unknown; readonly publisher: unknown }
}

/** In-memory LRU, RedisCache and a Redis notification pair, as its README shows. It has no tags. */
export async function openLayeredLoader(options: CacheSubjectOptions): Promise<CacheSubject> {
  let opened = await open(options)
  return {
    async read(id, load) {
      const value = await opened.loader.get({ id, load })
      if (!value) throw new Error('layered-loader answered nothing')
      return value
    },
    invalidate: (id) => opened.loader.invalidateCacheFor(id),
    async reopen() {
      opened.close()
      opened = await open(options)
    },
    close: async () => opened.close(),
  }
}

async function open({ cacheUrl, prefix, ttlMs }: CacheSubjectOptions) {
  const { Redis } = await loadPeer<IoredisModule>('peers/layered-loader', 'ioredis', ['Redis'])
  const { Loader, RedisCache, createNotificationPair } = await loadPeer<LayeredLoaderModule>(
    'peers/layered-loader',
    'layered-loader',
    ['Loader', 'RedisCache', 'createNotificationPair'],
  )
  const [cache, consumerRedis, publisherRedis] = [1, 2, 3].map(() => new Redis(connectionOf(cacheUrl)))
  for (const client of [cache, consumerRedis, publisherRedis]) client?.on('error', () => undefined)
  const { consumer, publisher } = createNotificationPair({ channel: `${prefix}notify`, consumerRedis, publisherRedis })
  const loader = new Loader({
    inMemoryCache: { cacheType: 'lru-map', ttlInMsecs: ttlMs, maxItems: 10_000 },
    asyncCache: new RedisCache(cache, { json: true, ttlInMsecs: ttlMs, prefix }),
    notificationConsumer: consumer,
    notificationPublisher: publisher,
    cacheKeyFromLoadParamsResolver: ({ id }) => id,
    dataSourceGetOneFn: ({ load }) => load(),
  })
  await loader.init()
  return {
    loader,
    close: () => {
      for (const client of [cache, consumerRedis, publisherRedis]) client?.disconnect()
    },
  }
}
