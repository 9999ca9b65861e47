import type { Product } from '#server/contracts/catalogue.ts'

/** One cache under test, ours or a peer, in one process of the fleet. */
export interface CacheSubject {
  /** The stored value, or what `load` answers, which is then stored. */
  read(id: string, load: () => Promise<Product>): Promise<Product>
  /** Called after the source of truth changed; resolves when the cache says that it knows. */
  invalidate(id: string): Promise<unknown>
  /** Back to an empty in-process level, as after a start of the process. */
  reopen(): Promise<void>
  close(): Promise<void>
}

export interface CacheSubjectOptions {
  readonly stateUrl: string
  readonly cacheUrl: string
  readonly prefix: string
  /** 0 or 3: how many tags each entry carries. */
  readonly tagCount: 0 | 3
  /** Of both levels; longer than any run, unless the run says otherwise. */
  readonly ttlMs: number
}

export const cacheSubjectNames = [
  'plantao',
  'bentocache',
  'cacheable',
  'layered_loader',
  'lru_cache',
  'raw_get',
  'ioredis_defaults',
] as const
export type CacheSubjectName = (typeof cacheSubjectNames)[number]
