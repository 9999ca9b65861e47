/** How long a cache in front of us may keep an answer: without asking, and then while it asks anew. */
export interface SharedAge {
  readonly ttlMs: number
  readonly staleMs: number
}

export const noStore = 'no-store'

/**
 * `Cache-Control` of an answer to so many calls. It may be kept only if every call's may, for the shortest of their
 * times; browsers must ask each time (`max-age=0`). RFC 9111, RFC 5861.
 */
export function cacheControl(ages: readonly SharedAge[], calls: number): string {
  if (calls === 0 || ages.length !== calls) return noStore
  const ttl = wholeSeconds(Math.min(...ages.map(({ ttlMs }) => ttlMs)))
  const stale = wholeSeconds(Math.min(...ages.map(({ staleMs }) => staleMs)))
  return ttl > 0 ? `public, max-age=0, s-maxage=${ttl}, stale-while-revalidate=${stale}` : noStore
}

/** Never longer than allowed. */
const wholeSeconds = (ms: number): number => Math.floor(ms / 1_000)
