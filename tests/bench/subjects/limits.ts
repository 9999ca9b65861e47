import { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import type { Product } from '#server/contracts/catalogue.ts'
import type { CacheSubject, CacheSubjectOptions } from './cache-subject.ts'

/** The limit of an in-process hit: lru-cache behind one async function, and nothing else. */
export async function openLruCache(): Promise<CacheSubject> {
  const entries = new LRUCache<string, Product>({ max: 10_000 })
  return {
    async read(id, load) {
      const found = entries.get(id)
      if (found) return found
      const value = await load()
      entries.set(id, value)
      return value
    },
    invalidate: async (id) => void entries.delete(id),
    reopen: async () => entries.clear(),
    close: async () => entries.clear(),
  }
}

/** The limit of a hit in Redis: one GET and one JSON.parse per read. Nothing is checked, fenced or coordinated. */
export async function openRawGet({ cacheUrl, prefix, ttlMs }: CacheSubjectOptions): Promise<CacheSubject> {
  const redis = new Redis(cacheUrl)
  redis.on('error', () => undefined)
  return {
    async read(id, load) {
      const text = await redis.get(prefix + id)
      if (text !== null) return JSON.parse(text)
      const value = await load()
      await redis.set(prefix + id, JSON.stringify(value), 'PX', ttlMs)
      return value
    },
    invalidate: async (id) => void (await redis.unlink(prefix + id)),
    reopen: async () => undefined,
    close: async () => redis.disconnect(),
  }
}

/** What most services do: ioredis with its defaults, a failure of the cache caught, the database asked instead. */
export async function openIoredisDefaults(options: CacheSubjectOptions): Promise<CacheSubject> {
  const raw = await openRawGet(options)
  return { ...raw, read: (id, load) => raw.read(id, load).catch(load) }
}
