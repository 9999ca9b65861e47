import type { Logger } from 'pino'
import type { CacheName } from '../../contracts/caches.ts'
import { messageOf } from '../redis-errors.ts'
import type { Ask } from './ask.ts'
import type { BatchReader } from './batch-reader.ts'
import { isDueEarly } from './early-refresh.ts'
import { type Decoded, decodeEntry } from './entry.ts'
import type { Flight, Flights, Outcome, OwnFlight } from './flights.ts'
import type { KeepLocally } from './keep-locally.ts'
import type { Landing, Loader } from './loader.ts'
import type { Found } from './remote.ts'
import type { Lease } from './stamp.ts'
import { pause, within } from './with-deadline.ts'

interface ResolverOptions {
  readonly reader: BatchReader
  readonly loader: Loader
  readonly flights: Flights
  readonly keepLocally: KeepLocally
  readonly random: () => number
  readonly log: Logger
}

/** Times that one call asks Redis without waiting in between: unreadable entries, leases lost to an invalidation. */
const maxTurns = 5
const firstPauseMs = 5
const maxPauseMs = 50

/** From a miss in this process to a value: what Redis has, a load of one's own, or somebody else's. */
export function createEntryResolver(options: ResolverOptions) {
  const { reader, loader, flights, keepLocally, random, log } = options

  function decode<T>(ask: Ask<T>, { text }: Found): Decoded<T> | undefined {
    if (text === undefined) return undefined
    const decoded = decodeEntry(text, ask.request.schema, ask.policy)
    if (decoded.kind === 'corrupt') ask.counts.corrupt += 1
    return decoded
  }

  function serveFresh<T>(ask: Ask<T>, { freshMs, stamp, text = '' }: Found, fresh: Value<T>): Outcome<T> {
    const { loadMs, value } = fresh
    keepLocally(ask, { text, stamp, freshMs, loadMs, size: text.length })
    if (isDueEarly(loadMs, freshMs, ask.policy, random)) inBackground(ask.request.cache, refresh(ask))
    return { value, source: 'redis', proof: 'current', hasRedisFailed: false }
  }

  /** Loads an entry anew that is served meanwhile, unless somebody does so already. */
  async function refresh<T>(ask: Ask<T>): Promise<void> {
    const found = await reader.read(ask, ask.modes.refresh)
    if (found?.lease) await loader.underLease(ask, undefined, found.lease)
  }

  /** Loads under the lease, but does not wait longer than the soft timeout where a stale value can be had. */
  async function loadOrServeStale<T>(
    ask: Ask<T>,
    flight: Flight<T>,
    { lease, stale }: { readonly lease: Lease; readonly stale: { readonly value: T } | undefined },
  ): Promise<Landing<T>> {
    const loading = loader.underLease(ask, flight, lease)
    if (!stale) return loading
    try {
      const loaded = await within(ask.policy.softTimeoutMs, loading)
      if (loaded) return loaded
      inBackground(ask.request.cache, loading)
    } catch (error) {
      if (!(ask.request.mayServeStaleAfter?.(error) ?? true)) throw error
      tellLoadFailed(ask.request.cache, error)
    }
    return { value: stale.value, source: 'stale', proof: 'current', hasRedisFailed: false }
  }

  function inBackground(cache: CacheName, loading: Promise<unknown>): void {
    loading.catch((error: unknown) => tellLoadFailed(cache, error))
  }

  function tellLoadFailed(cache: CacheName, error: unknown): void {
    log.warn({ cache, reason: messageOf(error) }, 'A load failed while a cached value was at hand')
  }

  /** Most reads end here, without another promise: Redis has a fresh value. */
  function arrive<T>(ask: Ask<T>, flight: OwnFlight<T>, found: Found | undefined): void {
    try {
      const decoded = found && decode(ask, found)
      if (found && found.freshMs > 0 && decoded?.kind === 'value') {
        flights.land(flight, serveFresh(ask, found, decoded))
        return
      }
      search(ask, flight, { found, decoded }).then(
        (outcome) => flights.land(flight, outcome),
        (error: unknown) => flights.fail(flight, error),
      )
    } catch (error) {
      flights.fail(flight, error)
    }
  }

  /** From an answer without a fresh value to an outcome. */
  async function search<T>(ask: Ask<T>, flight: Flight<T>, first: Answer<T>): Promise<Outcome<T>> {
    const { policy, request, modes } = ask
    let waitedMs = 0
    let mode = modes.plain
    let { found, decoded } = first
    for (let turn = 1; ; turn += 1) {
      const isLast = waitedMs >= policy.waitMs
      if (!found) return loader.unstored(ask, flight, 'alone')
      if (decoded?.kind === 'value' && found.freshMs > 0) return serveFresh(ask, found, decoded)
      // Nobody is told "there is no such row" past its time.
      const valued = decoded?.kind === 'value' && decoded.value !== null ? decoded : undefined
      if (found.lease) {
        const landed = await loadOrServeStale(ask, flight, { lease: found.lease, stale: valued })
        if (!landed.isVoid || turn >= maxTurns) return landed
      } else if (valued) {
        return { value: valued.value, source: 'stale', proof: 'current', hasRedisFailed: false }
      } else if (decoded?.kind === 'uncacheable' || isLast) {
        return loader.unstored(ask, flight, 'overtaken')
      } else if (decoded?.kind === 'corrupt' && decoded.id && turn < maxTurns) {
        mode = { ...modes.plain, rejectedId: decoded.id }
      } else {
        const own = flights.loadingSince(ask.entryKey, request.schema, found.stamp)
        const outcome = await own?.outcome
        if (outcome && outcome.proof !== 'overtaken') return outcome
        const pauseMs = pauseBefore(turn, random)
        flight.phase = 'gathering'
        await pause(pauseMs)
        waitedMs += pauseMs
      }
      flight.phase = 'gathering'
      found = await reader.read(ask, waitedMs >= policy.waitMs ? modes.leaseless : mode, flight)
      decoded = found && decode(ask, found)
    }
  }

  return {
    /** Lands the flight, or has it fail. */
    resolve<T>(ask: Ask<T>, flight: OwnFlight<T>): void {
      const mode = ask.policy.waitMs > 0 ? ask.modes.plain : ask.modes.leaseless
      reader.seek({ wanted: ask, flight, take: (found) => arrive(ask, flight, found) }, mode)
    },

    refresh,
  }
}

type Value<T> = Decoded<T> & { readonly kind: 'value' }

interface Answer<T> {
  readonly found: Found | undefined
  readonly decoded: Decoded<T> | undefined
}

/** Doubles up to a limit; its upper half is drawn, so that waiters do not ask in step. */
function pauseBefore(turn: number, random: () => number): number {
  const fullMs = Math.min(maxPauseMs, firstPauseMs * 2 ** (turn - 1))
  return fullMs / 2 + (random() * fullMs) / 2
}
