import type { Logger } from 'pino'
import { type CacheName, type CachePolicy, caches } from '../../contracts/caches.ts'
import { CircuitOpenError, createCircuitBreaker } from '../circuit-breaker.ts'
import type { Keys } from '../keys.ts'
import { createOutageLog } from '../outage-log.ts'
import { messageOf } from '../redis-errors.ts'
import type { RedisStore } from '../store.ts'
import type { SubscriberLink } from '../subscriber-link.ts'
import { type Ask, createReadModes, type ReadModes } from './ask.ts'
import { createBatchReader } from './batch-reader.ts'
import type { Cache, CacheLoad } from './cache.ts'
import { type Counts, createCounters } from './counters.ts'
import { isDueEarly } from './early-refresh.ts'
import { decodeEntry, readTags } from './entry.ts'
import { explainEntry } from './explain.ts'
import { createFleetStats } from './fleet-stats.ts'
import { createFlights, type Flight, type Outcome } from './flights.ts'
import { createInvalidationBus } from './invalidation-bus.ts'
import { createInvalidator } from './invalidator.ts'
import { createKeepLocally } from './keep-locally.ts'
import { createLoader } from './loader.ts'
import { createLocalLevel, isEntryOf, type LocalEntry } from './local-level.ts'
import { createOwedInvalidations } from './owed-invalidations.ts'
import { createCacheRemote } from './remote.ts'
import { createEntryResolver } from './resolve-entry.ts'
import type { Stamp } from './stamp.ts'
import { createWriteThrough } from './write-through.ts'

export interface CacheOptions {
  /** The cache's server. */
  readonly store: RedisStore
  /** To the same server; without it (Redis over HTTP) no value is kept in the process. */
  readonly link?: SubscriberLink | undefined
  /** Where the counts of the fleet go: the state server. Without it they stay in the process. */
  readonly fleet?: RedisStore | undefined
  readonly keys: Keys
  readonly log: Logger
  readonly policies?: Readonly<Record<CacheName, CachePolicy>>
  readonly random?: () => number
  /** Milliseconds of this process; compared with nobody else's. It may jump, and only costs some loads then. */
  readonly clock?: () => number
}

/** Times that one call joins a load which an invalidation then overtakes. */
const maxJoins = 3

export function createCache(options: CacheOptions): Cache {
  const { keys, log, link, fleet, policies = caches, random = Math.random, clock = monotonicMs } = options
  const breaker = createCircuitBreaker({ store: options.store, clock })
  const remote = createCacheRemote({ store: breaker, keys })
  const level = createLocalLevel(policies)
  const counters = createCounters()
  const outage = createRedisOutage(log)
  const bus = link && createInvalidationBus({ link, channel: keys.cacheChannel(), level, remote, clock, log })
  const observe = (stamp: Stamp) => bus?.observe(stamp)
  const owed = createOwedInvalidations({ remote, level, observe })
  const metrics = fleet && createFleetStats({ store: fleet, keys, counters, log })
  const keepLocally = createKeepLocally(level, clock)
  const loader = createLoader({ remote, level, keepLocally, attempt, clock, random })
  const reader = createBatchReader({ remote, observe, owed, outage })
  const flights = createFlights({
    get generation() {
      return level.generation
    },
    isCoherent: () => level.isTrustedAt(clock()),
  })
  const resolver = createEntryResolver({ reader, loader, flights, keepLocally, random, log })
  const invalidator = createInvalidator({ remote, level, owed, observe, attempt })
  const shelves = new Map<CacheName, Shelf>()
  const modesOf = createReadModes()
  let sweeper: NodeJS.Timeout | undefined

  return {
    getOrLoad,
    getMany: (requests) => Promise.all(requests.map((request) => getOrLoad(request))),
    writeThrough: createWriteThrough({ keys, remote, invalidator, policies, random, attempt }),
    invalidate: async (tags) => tags.length === 0 || (await invalidator.invalidate(tags)) !== undefined,
    invalidateConfirmed: invalidator.invalidateConfirmed,
    invalidateAll: invalidator.invalidateAll,
    explain: (cache, id) =>
      explainEntry({
        policy: policies[cache],
        ...{ cache, id, key: keys.cacheEntry(cache, id), remote, level, clock },
        ...{ link: bus?.state() ?? null, isCircuitOpen: breaker.isOpen(), owedInvalidations: owed.count() },
      }),
    stats: counters.read,
    async close() {
      bus?.stop()
      owed.stop()
      clearInterval(sweeper)
      metrics?.stop()
      await Promise.all([attempt(owed.settle), metrics?.flush()])
    },
  }

  /** No `async`, no closure, one promise per entry: this is the path that most calls take. */
  function getOrLoad<T>(request: CacheLoad<T>): Promise<T> {
    const shelf = shelves.get(request.cache) ?? openShelf(request.cache)
    const entry = shelf.entries.get(request.id)
    if (entry === undefined) return fetch(request, shelf)
    const nowMs = clock()
    if (!level.isTrustedAt(nowMs) || nowMs < entry.sinceMs) return fetch(request, shelf)
    if (!isEntryOf(entry, request.schema) || !level.isUntouched(entry)) return fetch(request, shelf)
    if (nowMs >= entry.quietUntilMs) {
      if (nowMs >= entry.untilMs) return fetch(request, shelf)
      rollForRefresh(request, shelf, { entry, nowMs })
    }
    const served = entry.served ?? unpack(entry, shelf)
    if (served === undefined) return fetch(request, shelf)
    shelf.counts.localHits += 1
    return served
  }

  /** The first hit of a copy that is still a text. */
  function unpack<T>(entry: LocalEntry<T>, { policy }: Shelf): Promise<T> | undefined {
    const decoded = entry.text === undefined ? undefined : decodeEntry(entry.text, entry.schema, policy)
    if (decoded?.kind !== 'value') return undefined
    entry.tags ??= readTags(entry.text ?? '')
    entry.text = undefined
    entry.served = Promise.resolve(decoded.value)
    return entry.served
  }

  function rollForRefresh<T>(request: CacheLoad<T>, shelf: Shelf, { entry, nowMs }: Hit<T>): void {
    if (!isDueEarly(entry.loadMs, entry.freshUntilMs - nowMs, shelf.policy, random)) return
    entry.quietUntilMs = entry.untilMs
    resolver.refresh(askOf(request, shelf)).catch((error: unknown) => {
      log.warn({ cache: request.cache, reason: messageOf(error) }, 'An early refresh failed')
    })
  }

  function fetch<T>(request: CacheLoad<T>, shelf: Shelf): Promise<T> {
    const ask = askOf(request, shelf)
    const joined = flights.joinable(ask.entryKey, request.schema)
    return joined ? join(ask, joined) : launch(ask)
  }

  async function join<T>(ask: Ask<T>, first: Flight<T>): Promise<T> {
    let joined: Flight<T> | undefined = first
    for (let joins = 0; joined && joins < maxJoins; joins += 1) {
      const outcome: Outcome<T> = await joined.outcome
      if (outcome.proof !== 'overtaken') return tally(ask.counts, outcome)
      joined = flights.joinable(ask.entryKey, ask.request.schema)
    }
    return launch(ask)
  }

  function launch<T>(ask: Ask<T>): Promise<T> {
    const flight = flights.launch(ask.entryKey, ask.request.schema)
    resolver.resolve(ask, flight)
    return flight.outcome.then((outcome) => tally(ask.counts, outcome))
  }

  function askOf<T>(request: CacheLoad<T>, { policy, counts, modes }: Shelf): Ask<T> {
    const entryKey = keys.cacheEntry(request.cache, request.id)
    return { request, policy, counts, modes, entryKey, leaseKey: keys.cacheLease(entryKey) }
  }

  /** The first use of a cache: only now something runs. */
  function openShelf(cache: CacheName): Shelf {
    const policy = policies[cache]
    const shelf = { policy, counts: counters.of(cache), entries: level.shelf(cache), modes: modesOf(policy) }
    shelves.set(cache, shelf)
    bus?.start()
    metrics?.start()
    sweeper ??= setInterval(level.sweep, sweepEveryMs).unref()
    return shelf
  }

  /** The one place that decides what a failing Redis means: nothing found, nothing stored, no error. */
  async function attempt<R>(work: () => Promise<R>): Promise<R | undefined> {
    try {
      const answer = await work()
      outage.worked()
      return answer
    } catch (error) {
      outage.failed(error)
      return undefined
    }
  }
}

/** An open circuit is the echo of a failure that was told. */
function createRedisOutage(log: Logger) {
  const { worked, failed } = createOutageLog(log, 'The cache')
  return { worked, failed: (error: unknown) => error instanceof CircuitOpenError || failed(error) }
}

function tally<T>(counts: Counts, { value, source, hasRedisFailed }: Outcome<T>): T {
  counts[source === 'redis' ? 'redisHits' : source === 'stale' ? 'stale' : 'misses'] += 1
  if (hasRedisFailed) counts.errors += 1
  return value
}

interface Shelf {
  readonly policy: CachePolicy
  readonly modes: ReadModes
  readonly counts: Counts
  readonly entries: ReturnType<ReturnType<typeof createLocalLevel>['shelf']>
}

interface Hit<T> {
  readonly entry: LocalEntry<T>
  readonly nowMs: number
}

const sweepEveryMs = 5_000
const monotonicMs = (): number => performance.now()
