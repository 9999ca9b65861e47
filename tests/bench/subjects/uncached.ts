import type { Cache } from '#server/redis/cache/cache.ts'

/** The same procedures without their cache: every read goes to the database. */
export const withoutCache = (cache: Cache): Cache => ({
  ...cache,
  getOrLoad: ({ load }) => load(new AbortController().signal),
  getMany: (requests) => Promise.all(requests.map(({ load }) => load(new AbortController().signal))),
})
