import type { Logger } from 'pino'
import type { z } from 'zod'
import { type CacheName, type CacheTag, caches } from '../../contracts/caches.ts'
import type { RedisClient } from '../create-client.ts'
import type { Keys } from '../keys.ts'
import { createOutageLog } from '../outage-log.ts'
import type { Scripts } from '../scripts.ts'
import { type CacheStats, createCounters } from './counters.ts'
import { decodeEntry, type Entry, encodeEntry } from './entry.ts'
import { createOwedInvalidations } from './owed-invalidations.ts'
import { createSingleFlight } from './single-flight.ts'
import { createTagVersions, isSameStamp, type Stamp } from './tag-versions.ts'

export interface CacheEntry<T> {
  readonly cache: CacheName
  /** What tells this entry from others of the same cache. */
  readonly id: string
  /** Values are checked on the way out of Redis; one that does not fit counts as missing. They must survive JSON. */
  readonly schema: z.ZodType<T>
  /** What voids the entry; a function where it depends on the value. */
  readonly tags: readonly CacheTag[] | ((value: T) => readonly CacheTag[])
}

export interface Cache {
  /**
   * The stored value, or what `load` answers, which is then stored for the cache's TTL (`null`: its negative TTL).
   * Nothing loaded before an invalidation of its tags is served or stored after it. Rejects only if `load` does.
   */
  getOrLoad<T>(request: CacheEntry<T> & Load<T>): Promise<T>
  /**
   * Runs `write`, which changes the source of truth and answers the entry's new value; voids the entry's tags and
   * `invalidates`; stores the value, unless another writer came in between. Rejects only if `write` does.
   */
  writeThrough<T>(request: CacheEntry<T> & Write<T>): Promise<T>
  /**
   * Voids every entry that carries one of the tags, in every process; call it after the write. Never rejects: what
   * Redis cannot be told now is told before this process trusts any entry again.
   */
  invalidate(tags: readonly CacheTag[]): Promise<void>
  /** What each cache did since this process began; those never asked are absent. */
  stats(): ReadonlyMap<CacheName, CacheStats>
}

interface Load<T> {
  readonly load: () => Promise<T>
}

interface Write<T> {
  readonly write: () => Promise<T>
  readonly invalidates?: readonly CacheTag[]
}

interface CacheOptions {
  readonly redis: RedisClient
  readonly keys: Keys
  readonly scripts: Scripts
  readonly log: Logger
  readonly random?: () => number
}

interface Look<T> {
  readonly stamp: Stamp | undefined
  readonly entry: Entry<T> | undefined
}

/** TTLs are spread over this share of their length, so that entries stored together do not expire together. */
const jitter = 0.1

export function createCache(options: CacheOptions): Cache {
  const { redis, keys, log, random = Math.random } = options
  const versions = createTagVersions(options)
  const owed = createOwedInvalidations(versions)
  const flights = createSingleFlight()
  const counters = createCounters()
  const outage = createOutageLog(log, 'The cache')

  redis.on('ready', () => void attempt(undefined, () => owed.settle()))

  return {
    async getOrLoad(request) {
      const { stamp, entry } = await look(request)
      counters.count(request.cache, entry ? 'hits' : 'misses')
      return entry ? entry.value : loadOnce(request, stamp)
    },
    async writeThrough(request) {
      const before = await attempt(request.cache, () => versions.now())
      try {
        const value = await request.write()
        await replace(request, before, value)
        return value
      } catch (error) {
        // Whether it was written is unknown: a timeout can hide a commit.
        await invalidate([...(request.invalidates ?? []), ...(typeof request.tags === 'function' ? [] : request.tags)])
        throw error
      }
    },
    invalidate,
    stats: counters.read,
  }

  async function invalidate(tags: readonly CacheTag[]): Promise<void> {
    if (tags.length === 0) return
    owed.add(tags)
    await attempt(undefined, () => owed.settle())
  }

  /** Without a stamp Redis cannot be asked; without an entry there is none that may be served. */
  async function look<T>({ cache, id, schema }: CacheEntry<T>): Promise<Look<T>> {
    const found = await attempt(cache, async () => {
      await owed.settle()
      const [text, stamp] = await Promise.all([redis.get(keys.cacheEntry(cache, id)), versions.now()])
      const entry = decodeEntry(text, schema)
      return { stamp, entry: entry && (await isCurrent(entry, stamp)) ? entry : undefined }
    })
    return found ?? { stamp: undefined, entry: undefined }
  }

  async function isCurrent({ stamp, tags }: Entry<unknown>, now: Stamp): Promise<boolean> {
    return isSameStamp(stamp, now) || versions.areUntouchedSince(stamp, tags)
  }

  /**
   * One load at a time per entry and moment: whoever comes after an invalidation has another stamp, and so never
   * joins a load that began before it.
   */
  async function loadOnce<T>(request: CacheEntry<T> & Load<T>, stamp: Stamp | undefined): Promise<T> {
    const moment = stamp ? `${stamp.epoch}:${stamp.seq}` : `without Redis:${owed.generation()}`
    const name = `${keys.cacheEntry(request.cache, request.id)} ${moment}`
    const underWay = flights.underWay(name)
    if (underWay) {
      const joined = request.schema.safeParse(JSON.parse(await underWay))
      if (joined.success) return joined.data
    }
    const loading = loadAndStore(request, stamp)
    flights.announce(
      name,
      loading.then((value) => JSON.stringify(value)),
    )
    return loading
  }

  async function loadAndStore<T>(request: CacheEntry<T> & Load<T>, stamp: Stamp | undefined): Promise<T> {
    counters.count(request.cache, 'loads')
    const value = await request.load()
    if (stamp) {
      await attempt(request.cache, async () => {
        const entry = { stamp, tags: tagsOf(request, value), value }
        // A reader would refuse it anyhow; this keeps a slow old load from pushing out a newer entry.
        if (await versions.areUntouchedSince(stamp, entry.tags)) await store(request, entry)
      })
    }
    return value
  }

  async function replace<T>(request: CacheEntry<T> & Write<T>, before: Stamp | undefined, value: T): Promise<void> {
    const tags = tagsOf(request, value)
    owed.add([...tags, ...(request.invalidates ?? [])])
    await attempt(request.cache, async () => {
      const after = await owed.settle()
      const isLastWriter = before && after?.epoch === before.epoch && after.previousSeq <= before.seq
      if (isLastWriter) await store(request, { stamp: { epoch: after.epoch, seq: after.seq }, tags, value })
    })
  }

  async function store<T>({ cache, id }: CacheEntry<T>, entry: Entry<T>): Promise<void> {
    const { ttlMs, negativeTtlMs } = caches[cache]
    const fullMs = entry.value === null ? negativeTtlMs : ttlMs
    const spreadMs = Math.round(fullMs * (1 - jitter * random()))
    await redis.set(keys.cacheEntry(cache, id), encodeEntry(entry), 'PX', spreadMs)
  }

  /** The one place that decides what a failing Redis means: nothing found, nothing stored, no error. */
  async function attempt<T>(cache: CacheName | undefined, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await work()
      outage.worked()
      return answer
    } catch (error) {
      if (cache) counters.count(cache, 'errors')
      outage.failed(error)
      return undefined
    }
  }
}

const tagsOf = <T>({ tags }: CacheEntry<T>, value: T): readonly CacheTag[] =>
  typeof tags === 'function' ? tags(value) : tags
