import { type Ask, freshMsOf, tagsOf } from './ask.ts'
import { formatEntry, type Packed, packValue } from './entry.ts'
import type { Flight, Outcome } from './flights.ts'
import type { KeepLocally } from './keep-locally.ts'
import type { LocalLevel } from './local-level.ts'
import type { CacheRemote, StoreReply } from './remote.ts'
import type { Lease, Stamp } from './stamp.ts'
import { maxTags } from './tags.ts'
import { withDeadline } from './with-deadline.ts'

interface LoaderOptions {
  readonly remote: CacheRemote
  readonly level: LocalLevel
  readonly keepLocally: KeepLocally
  /** Undefined when Redis failed, which is counted. */
  readonly attempt: <R>(work: () => Promise<R>) => Promise<R | undefined>
  readonly clock: () => number
  readonly random: () => number
}

interface Loaded<T> extends Packed<T> {
  readonly tags: readonly string[]
  readonly loadMs: number
}

/** `void`: overtaken, and the lease is somebody else's by now. */
export type Landing<T> = Outcome<T> & { readonly isVoid?: boolean }

/** Loads of one flight that invalidations may overtake before its last value is served unstored. */
const maxLoads = 3
/** How long everybody loads for himself what cannot be stored, before one tries again. */
const unstorableMs = 10_000

/** What is loaded takes one way: from the source, under a deadline, as text and back, into Redis if the fence allows. */
export function createLoader({ remote, level, keepLocally, attempt, clock, random }: LoaderOptions) {
  function begin<T>(flight: Flight<T> | undefined, since: Stamp | undefined): void {
    if (!flight) return
    flight.phase = 'loading'
    flight.generation = level.generation
    flight.since = since
  }

  async function load<T>({ request, policy, counts }: Ask<T>): Promise<Loaded<T>> {
    counts.loads += 1
    const beganMs = clock()
    try {
      const value = await withDeadline(policy.hardTimeoutMs, request.load)
      const loadMs = Math.max(0, Math.round(clock() - beganMs))
      const packed = packValue(value, request.schema, policy)
      const tags = tagsOf(request, packed.value)
      const checked = tags.length > maxTags ? ({ ...packed, form: 'x', problem: 'unstorable' } as const) : packed
      if (checked.problem) counts[checked.problem] += 1
      return { ...checked, loadMs, tags: checked.form === 'x' ? [] : tags }
    } finally {
      counts.loadMs += Math.max(0, Math.round(clock() - beganMs))
    }
  }

  async function store<T>(ask: Ask<T>, lease: Lease, loaded: Loaded<T>): Promise<StoreReply | undefined> {
    const { policy } = ask
    const isStorable = loaded.form !== 'x'
    const fullMs = freshMsOf(loaded.value, policy, random)
    const freshMs = isStorable ? fullMs : Math.min(unstorableMs, fullMs)
    const { loadMs, form, payload, tags } = loaded
    const reply = await attempt(() =>
      remote.store({
        key: ask.entryKey,
        stamp: lease,
        token: lease.token,
        lifeMs: freshMs + policy.graceMs,
        leaseMs: policy.hardTimeoutMs,
        text: formatEntry({ id: lease.token, loadMs, form, tags }, payload),
        tags,
      }),
    )
    if (reply?.outcome === 'stored' && isStorable) {
      keepLocally(ask, {
        served: Promise.resolve(loaded.value),
        tags,
        stamp: reply,
        freshMs,
        loadMs,
        size: payload.length,
      })
    }
    return reply
  }

  return {
    /** Under a lease: an invalidation during the load has it loaded again, so that nobody after it gets the old value. */
    async underLease<T>(ask: Ask<T>, flight: Flight<T> | undefined, granted: Lease): Promise<Landing<T>> {
      let lease = granted
      for (let loads = 1; ; loads += 1) {
        begin(flight, lease)
        const loaded = await load(ask).catch(async (error: unknown) => {
          await attempt(() => remote.release(ask.leaseKey, lease))
          throw error
        })
        const reply = await store(ask, lease, loaded)
        const answer = { value: loaded.value, source: 'load', hasRedisFailed: !reply } as const
        if (!reply) return { ...answer, proof: 'alone' }
        if (reply.outcome === 'stored' || reply.outcome === 'unleased') return { ...answer, proof: 'current' }
        ask.counts.refused += 1
        const isMine = reply.outcome === 'renewed'
        lease = { epoch: reply.epoch, seq: reply.seq, token: lease.token }
        if (isMine && loads < maxLoads) continue
        if (isMine) await attempt(() => remote.release(ask.leaseKey, lease))
        return { ...answer, proof: 'overtaken', isVoid: !isMine }
      }
    },

    /** For this process's callers only. */
    async unstored<T>(ask: Ask<T>, flight: Flight<T>, proof: 'alone' | 'overtaken'): Promise<Landing<T>> {
      begin(flight, undefined)
      const { value } = await load(ask)
      return { value, source: 'load', proof, hasRedisFailed: proof === 'alone' }
    },
  }
}

export type Loader = ReturnType<typeof createLoader>
