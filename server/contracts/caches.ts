/**
 * Every cache on one screen. Adding one is one entry here; a procedure opts in with `cached(name, …)`.
 * The registry builds the Redis key from the entry's name and id.
 */
export interface CachePolicy {
  readonly ttlMs: number
  /** How long "there is no such row" is remembered. */
  readonly negativeTtlMs: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

export const caches = {
  product: { ttlMs: hourMs, negativeTtlMs: 30_000 },
  products: { ttlMs: hourMs, negativeTtlMs: 30_000 },
  agent: { ttlMs: 24 * hourMs, negativeTtlMs: 30_000 },
  agents: { ttlMs: 24 * hourMs, negativeTtlMs: 30_000 },
} as const satisfies Record<string, CachePolicy>

export type CacheName = keyof typeof caches

/** Tags group entries so that one write drops them all; only these builders make them. */
export const cacheTags = {
  product: (id: string) => `product:${id}` as const,
  products: () => 'products:all' as const,
  agent: (id: string) => `agent:${id}` as const,
  agents: () => 'agents:all' as const,
}

export type CacheTag = ReturnType<(typeof cacheTags)[keyof typeof cacheTags]>
