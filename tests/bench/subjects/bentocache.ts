import type { Product } from '#server/contracts/catalogue.ts'
import { loadPeer } from '../harness/peers.ts'
import type { CacheSubject, CacheSubjectOptions } from './cache-subject.ts'
import { connectionOf } from './connection-of.ts'

interface GetOrSet {
  readonly key: string
  readonly factory: () => Promise<Product>
  readonly tags?: readonly string[]
}

interface Bento {
  getOrSet(options: GetOrSet): Promise<Product>
  delete(options: { readonly key: string }): Promise<boolean>
  disconnectAll(): Promise<void>
}

interface Store {
  useL1Layer(driver: unknown): Store
  useL2Layer(driver: unknown): Store
  useBus(driver: unknown): Store
}

interface BentocacheModule {
  readonly BentoCache: new (options: {
    readonly default: string
    readonly ttl: number
    readonly stores: Readonly<Record<string, Store>>
  }) => Bento
  bentostore(): Store
}

interface MemoryModule {
  memoryDriver(options: { readonly maxItems: number }): unknown
}

interface RedisModule {
  redisDriver(options: { readonly connection: object; readonly prefix: string }): unknown
  redisBusDriver(options: { readonly connection: object }): unknown
}

/** Memory, Redis and bus, as its page on multi-tier caches recommends; it tags by `tags`, and forgets by key. */
export async function openBentocache(options: CacheSubjectOptions): Promise<CacheSubject> {
  let bento = await openBento(options)
  const isTagged = options.tagCount > 0
  return {
    read: (id, load) =>
      bento.getOrSet({
        key: id,
        factory: load,
        ...(isTagged && { tags: [`product-${id}`, 'products', 'agents'] }),
      }),
    invalidate: async (id) => void (await bento.delete({ key: id })),
    async reopen() {
      await bento.disconnectAll()
      bento = await openBento(options)
    },
    close: () => bento.disconnectAll(),
  }
}

async function openBento({ cacheUrl, prefix, ttlMs }: CacheSubjectOptions): Promise<Bento> {
  const { BentoCache, bentostore } = await loadPeer<BentocacheModule>('peers', 'bentocache', [
    'BentoCache',
    'bentostore',
  ])
  const { memoryDriver } = await loadPeer<MemoryModule>('peers', 'bentocache/drivers/memory', ['memoryDriver'])
  const { redisDriver, redisBusDriver } = await loadPeer<RedisModule>('peers', 'bentocache/drivers/redis', [
    'redisDriver',
    'redisBusDriver',
  ])
  const connection = connectionOf(cacheUrl)
  const store = bentostore()
    .useL1Layer(memoryDriver({ maxItems: 10_000 }))
    .useL2Layer(redisDriver({ connection, prefix }))
    .useBus(redisBusDriver({ connection }))
  return new BentoCache({ default: 'tiers', ttl: ttlMs, stores: { tiers: store } })
}
