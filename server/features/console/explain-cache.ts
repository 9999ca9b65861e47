import { z } from 'zod'
import { type CacheName, caches } from '../../contracts/caches.ts'
import type { CacheExplanation } from '../../redis/cache/explain.ts'
import type { Services } from '../../services.ts'

export const cacheName = z.enum(Object.keys(caches).filter((name): name is CacheName => name in caches))

export const explainCacheInput = z.object({
  cache: cacheName,
  /** What tells the entry from others of its cache: `all`, `en.familia`, `pt-BR.divorcio`. */
  id: z.string().trim().min(1).max(300),
})

const tagState = z.object({ tag: z.string(), invalidatedSeq: z.number(), isVoid: z.boolean() })

const inRedis = z.object({
  isStored: z.boolean(),
  bytes: z.number(),
  isCompressed: z.boolean(),
  freshForMs: z.number(),
  loadMs: z.number(),
  epoch: z.string().nullable(),
  seq: z.number(),
  tags: z.array(tagState).readonly(),
})

/** What the cache says of an entry, `local` and `link` being those of the process that was asked. */
export const cacheExplanation = z.object({
  key: z.string(),
  verdict: z.enum([
    'fresh',
    'stale, served in its grace',
    'missing',
    'void: a tag was invalidated',
    'void: the tags began anew',
    'unreadable',
    'not stored: too large or not JSON',
    'unknown: Redis does not answer',
  ]),
  redis: inRedis.nullable(),
  now: z.object({ epoch: z.string(), seq: z.number() }).nullable(),
  leaseForMs: z.number().nullable(),
  local: z.object({ isServed: z.boolean(), ageMs: z.number(), forMs: z.number() }).nullable(),
  link: z
    .object({
      status: z.enum(['down', 'syncing', 'synced']),
      epoch: z.string().nullable(),
      appliedSeq: z.number(),
      gaps: z.number(),
    })
    .nullable(),
  isCircuitOpen: z.boolean(),
  owedInvalidations: z.number(),
})

/** Why an entry is served or not; no part of its value. Does not reject: without Redis the verdict is `unknown`. */
export const explainCache = (
  { cache }: Pick<Services, 'cache'>,
  { cache: name, id }: z.output<typeof explainCacheInput>,
): Promise<CacheExplanation> => cache.explain(name, id)
