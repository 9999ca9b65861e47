import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Product } from '#server/contracts/catalogue.ts'
import { sampleProduct } from './sample-product.ts'

/** The "database" behind the caches: versions that only grow, kept where every process of the fleet sees them. */
export interface SourceOfTruth extends AsyncDisposable {
  /** Reads the version, then takes `delayMs` to answer, as a query whose rows are on their way. Counted. */
  load(id: string, delayMs: number): Promise<Product>
  /** Commits a new version. */
  write(id: string): Promise<number>
  loads(): Promise<number>
}

export function openSourceOfTruth(url: string, prefix: string): SourceOfTruth {
  const redis = new Redis(url)
  const loadsKey = `${prefix}source-loads`
  const versionKey = (id: string) => `${prefix}source-version:${id}`
  return {
    async load(id, delayMs) {
      await redis.incr(loadsKey)
      const version = Number((await redis.get(versionKey(id))) ?? 0)
      await sleep(delayMs)
      return sampleProduct(id, version)
    },
    write: (id) => redis.incr(versionKey(id)),
    loads: async () => Number((await redis.get(loadsKey)) ?? 0),
    [Symbol.asyncDispose]: async () => redis.disconnect(),
  }
}
