import { type CacheTag, cacheTags } from '#server/contracts/caches.ts'
import { createServices } from '#server/services.ts'
import { testEnv } from '#tests/support/test-env.ts'
import type { CacheSubject, CacheSubjectOptions } from './cache-subject.ts'
import { productSchema } from './sample-product.ts'

/** The product's own cache, wired as `createServices` wires it for web, gateway and worker. */
export async function openPlantaoCache(options: CacheSubjectOptions): Promise<CacheSubject> {
  let services = await openServices(options)
  return {
    read: (id, load) =>
      services.cache.getOrLoad({
        cache: 'product',
        id,
        schema: productSchema,
        tags: tagsOf(id, options.tagCount),
        load,
      }),
    invalidate: (id) => services.cache.invalidate([cacheTags.product(id)]),
    async reopen() {
      await services.close()
      services = await openServices(options)
    },
    close: () => services.close(),
  }
}

async function openServices({ stateUrl, cacheUrl, prefix }: CacheSubjectOptions) {
  const env = testEnv({ REDIS_URL: stateUrl, REDIS_CACHE_URL: cacheUrl, REDIS_PREFIX: prefix, LOG_LEVEL: 'silent' })
  const services = createServices(env, { name: 'bench' })
  await services.redis.ready()
  return services
}

/** One tag of the entry's own and two that it shares; of untagged entries none. */
function tagsOf(id: string, count: 0 | 3): readonly CacheTag[] {
  return count === 0 ? [] : [cacheTags.product(id), cacheTags.products(), cacheTags.agents()]
}
