/**
 * Every cache on one screen. Adding one is one entry here; a procedure opts in with `cached(name, …)`.
 * The registry builds the Redis key from the entry's name and id. What the numbers do: docs/cache.md.
 */
export interface CachePolicy {
  /** How long a value is fresh. */
  readonly ttlMs: number
  /** How long "there is no such row" is remembered. */
  readonly negativeTtlMs: number
  /** TTLs are spread over this share of their length, so that entries stored together do not expire together. */
  readonly jitter: number
  /** How long after its TTL a value may still be served, while somebody loads or the source fails. */
  readonly graceMs: number
  /** With a stale value at hand: how long a caller waits for the load before it takes the stale one. */
  readonly softTimeoutMs: number
  /** Without one: how long a caller waits for another process's load before it loads on its own. */
  readonly waitMs: number
  /** When a load counts as lost: its callers are told, its lease is released. */
  readonly hardTimeoutMs: number
  /** XFetch's beta: how eagerly a value is loaded anew before its TTL ends (1 = the paper's choice, 0 = never). */
  readonly earlyRefresh: number
  /** How long a process may serve its own copy without asking Redis; 0 = it keeps none. */
  readonly localTtlMs: number
  readonly maxLocalEntries: number
  /** Longer values (as JSON) are served but not stored. */
  readonly maxBytes: number
  /** Values from this length (as JSON) are stored compressed. */
  readonly compressFromBytes: number
  /** How long a CDN may serve a public answer without asking, as no invalidation reaches it; 0 = it may keep none. */
  readonly sharedTtlMs: number
  /** How much longer it may, while it asks anew. */
  readonly sharedStaleMs: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

const defaults: Omit<CachePolicy, 'ttlMs'> = {
  negativeTtlMs: 30_000,
  jitter: 0.1,
  graceMs: 10 * minuteMs,
  softTimeoutMs: 100,
  waitMs: 2_000,
  hardTimeoutMs: 10_000,
  earlyRefresh: 1,
  localTtlMs: minuteMs,
  maxLocalEntries: 2_000,
  maxBytes: 1_000_000,
  compressFromBytes: 8_192,
  sharedTtlMs: 10_000,
  sharedStaleMs: minuteMs,
}

export const caches = {
  product: { ...defaults, ttlMs: hourMs },
  products: { ...defaults, ttlMs: hourMs },
  agent: { ...defaults, ttlMs: 24 * hourMs },
  agents: { ...defaults, ttlMs: 24 * hourMs },
  /** Of each conversation what decides who may read it; never sent to anybody. */
  conversation: { ...defaults, ttlMs: 5 * minuteMs, maxLocalEntries: 20_000, sharedTtlMs: 0 },
} as const satisfies Record<string, CachePolicy>

export type CacheName = keyof typeof caches

/** Tags group entries so that one write drops them all; only these builders make them. */
export const cacheTags = {
  product: (id: string) => `product:${id}` as const,
  products: () => 'products:all' as const,
  agent: (id: string) => `agent:${id}` as const,
  agents: () => 'agents:all' as const,
  conversation: (id: string) => `conversation:${id}` as const,
}

export type CacheTag = ReturnType<(typeof cacheTags)[keyof typeof cacheTags]>
