import type { Product } from '#server/contracts/catalogue.ts'
import { loadPeer } from '../harness/peers.ts'
import type { CacheSubject, CacheSubjectOptions } from './cache-subject.ts'

interface CacheableCache {
  getOrSet(key: string, load: () => Promise<Product>): Promise<Product>
  delete(key: string): Promise<boolean>
  disconnect(): Promise<void>
  on(event: 'error', listener: () => void): void
}

interface CacheableModule {
  readonly Cacheable: new (options: {
    readonly secondary: unknown
    readonly ttl: number
    readonly sync: { readonly qified: unknown; readonly namespace?: string }
  }) => CacheableCache
}

interface KeyvRedisModule {
  readonly default: new (url: string, options: { readonly namespace: string }) => unknown
}

interface QifiedModule {
  readonly RedisMessageProvider: new (options: { readonly uri: string }) => { disconnect(): Promise<void> }
}

/** Memory, @keyv/redis as the second store, and CacheableSync over @qified/redis, as its README shows. */
export async function openCacheable(options: CacheSubjectOptions): Promise<CacheSubject> {
  let opened = await open(options)
  return {
    read: (id, load) => opened.cache.getOrSet(id, load),
    invalidate: async (id) => void (await opened.cache.delete(id)),
    async reopen() {
      await opened.close()
      opened = await open(options)
    },
    close: () => opened.close(),
  }
}

async function open({ cacheUrl, prefix, ttlMs }: CacheSubjectOptions) {
  const { Cacheable } = await loadPeer<CacheableModule>('peers', 'cacheable', ['Cacheable'])
  const { default: KeyvRedis } = await loadPeer<KeyvRedisModule>('peers', '@keyv/redis', ['default'])
  const { RedisMessageProvider } = await loadPeer<QifiedModule>('peers', '@qified/redis', ['RedisMessageProvider'])
  const provider = new RedisMessageProvider({ uri: cacheUrl })
  const secondary = new KeyvRedis(cacheUrl, { namespace: prefix })
  const cache = new Cacheable({ secondary, ttl: ttlMs, sync: { qified: provider } })
  cache.on('error', () => undefined)
  return {
    cache,
    close: async () => {
      await cache.disconnect()
      await provider.disconnect()
    },
  }
}
