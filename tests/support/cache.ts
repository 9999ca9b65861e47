import { expect } from 'vitest'
import { z } from 'zod'
import { type CacheName, type CachePolicy, caches, cacheTags } from '#server/contracts/caches.ts'
import type { Cache } from '#server/redis/cache/cache.ts'
import { type CacheOptions, createCache } from '#server/redis/cache/create-cache.ts'
import { createSubscriberLink, type SubscriberLink } from '#server/redis/subscriber-link.ts'
import type { AnyRedisLayer } from './redis-layer.ts'

/** One process's cache over a layer; coherent in the process where the layer has a subscriber. */
export function cacheOf(layer: AnyRedisLayer, options: Partial<CacheOptions> = {}): Cache {
  const { redis, keys, log } = layer
  return createCache({ store: redis.cacheStore, link: linkOf(layer), keys, log, ...options })
}

const links = new WeakMap<AnyRedisLayer, SubscriberLink>()

/** One per layer, as in a process; undefined over HTTP. */
function linkOf(layer: AnyRedisLayer): SubscriberLink | undefined {
  const { cacheSubscriber } = layer.redis
  const link = links.get(layer) ?? (cacheSubscriber && createSubscriberLink(cacheSubscriber, layer.log))
  if (link) links.set(layer, link)
  return link
}

/** The policies of the product, with some of it changed for every cache. */
export const policiesWith = (changes: Partial<CachePolicy>): Record<CacheName, CachePolicy> => ({
  product: { ...caches.product, ...changes },
  products: { ...caches.products, ...changes },
  agent: { ...caches.agent, ...changes },
  agents: { ...caches.agents, ...changes },
  conversation: { ...caches.conversation, ...changes },
})

/** Without copies in the process: every read is seen to go to Redis. */
export const withoutLocalLevel = policiesWith({ localTtlMs: 0 })

export interface Source {
  value: string | null
  loads: number
  readonly load: () => Promise<string | null>
}

/** Stands for the database. */
export function sourceOf(value: string | null): Source {
  const source = {
    value,
    loads: 0,
    load: async () => {
      source.loads += 1
      return source.value
    },
  }
  return source
}

/** Answers only when told to, and what it is told: the last value again where it is asked more often. */
export function slowSource() {
  const started = Promise.withResolvers<void>()
  const finished = Promise.withResolvers<readonly string[]>()
  const source = {
    loads: 0,
    load: async (): Promise<string> => {
      source.loads += 1
      const turn = source.loads
      started.resolve()
      const values = await finished.promise
      return values[turn - 1] ?? values.at(-1) ?? ''
    },
    started: started.promise,
    finish: (...values: readonly string[]) => finished.resolve(values),
  }
  return source
}

const text = z.string().nullable()

export const productEntry = (id: string) =>
  ({ cache: 'product', id, schema: text, tags: [cacheTags.product(id)] }) as const

export const readProduct = (cache: Cache, { load }: Pick<Source, 'load'>, id = '1') =>
  cache.getOrLoad({ ...productEntry(id), load })

export const readList = (cache: Cache, id: string, value: string) =>
  cache.getOrLoad({ cache: 'products', id, schema: text, tags: [cacheTags.products()], load: async () => value })

/** Reads until the process serves its own copy, and so trusts its link. */
export async function readUntilLocal(cache: Cache, source: Pick<Source, 'load'>, id = '1'): Promise<void> {
  const hits = () => cache.stats().get('product')?.localHits ?? 0
  const before = hits()
  await expect
    .poll(
      async () => {
        await readProduct(cache, source, id)
        return hits()
      },
      { timeout: 10_000, interval: 10 },
    )
    .toBeGreaterThan(before)
}
