import { openBentocache } from './bentocache.ts'
import type { CacheSubject, CacheSubjectName, CacheSubjectOptions } from './cache-subject.ts'
import { openCacheable } from './cacheable.ts'
import { openLayeredLoader } from './layered-loader.ts'
import { openIoredisDefaults, openLruCache, openRawGet } from './limits.ts'
import { openPlantaoCache } from './plantao-cache.ts'

export const openCacheSubject: Record<CacheSubjectName, (options: CacheSubjectOptions) => Promise<CacheSubject>> = {
  plantao: openPlantaoCache,
  bentocache: openBentocache,
  cacheable: openCacheable,
  layered_loader: openLayeredLoader,
  lru_cache: openLruCache,
  raw_get: openRawGet,
  ioredis_defaults: openIoredisDefaults,
}
