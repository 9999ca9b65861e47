import { randomUUID } from 'node:crypto'
import type { CacheName } from '../../contracts/caches.ts'
import type { Keys } from '../keys.ts'
import type { RedisStore } from '../store.ts'
import type { Invalidation, Lease, Stamp } from './stamp.ts'

/** One entry to be read. */
export interface Wanted {
  readonly entryKey: string
  readonly leaseKey: string
}

/** How entries are read; what is read alike goes out in one command. */
export interface ReadMode {
  /** How long the lease lives, if the entry has to be loaded; 0 = the caller would not load it. */
  readonly leaseMs: number
  /** How many of its last ms an entry is stale. */
  readonly graceMs: number
  /** Grant the lease although the entry is fresh. */
  readonly isRefresh?: boolean
  /** Of an entry that could not be read, to be deleted if it is still there. */
  readonly rejectedId?: string
}

export interface Found {
  readonly stamp: Stamp
  /** 0 or less: past its TTL. */
  readonly freshMs: number
  readonly text: string | undefined
  /** Granted to the caller: the entry has to be loaded, or to be refreshed. */
  readonly lease: Lease | undefined
}

export interface ToStore {
  readonly key: string
  readonly stamp: Stamp
  /** Without one: write-through. */
  readonly token: string
  readonly lifeMs: number
  readonly leaseMs: number
  readonly text: string
  readonly tags: readonly string[]
}

export interface StoreReply extends Stamp {
  /** `unleased`: true to the source, but somebody else has the lease. `void`: overtaken, and somebody else has it. */
  readonly outcome: 'stored' | 'unleased' | 'renewed' | 'void'
}

interface RemoteOptions {
  readonly store: RedisStore
  readonly keys: Keys
}

/** More distinct tags than this and the hash begins anew, which voids every entry once. */
const maxTagsKept = 100_000
const outcomes = ['stored', 'unleased', 'renewed', 'void'] as const

export type CacheRemote = ReturnType<typeof createCacheRemote>

/** The scripts of the cache, with typed arguments and answers. Every call rejects when Redis does not answer. */
export function createCacheRemote({ store, keys }: RemoteOptions) {
  const tagsKey = keys.cacheTags()
  const channel = keys.cacheChannel()
  const instance = randomUUID()
  let tokens = 0
  /** The latest moment heard of. Redis being behind it means that a failover lost invalidations. */
  let known: Stamp = { epoch: '', seq: 0 }

  const newToken = (): string => {
    tokens += 1
    return `${instance}.${tokens}`
  }
  const note = (stamp: Stamp): void => {
    if (stamp.epoch !== known.epoch || stamp.seq > known.seq) known = stamp
  }
  const release = (leaseKeys: readonly string[], token: string) =>
    store.run('release-cache-lease', { keys: leaseKeys, args: [token] })

  /** A read that was given up may still be carried out, and its leases would be nobody's. This follows it down the line. */
  const abandon = (seekers: readonly { readonly wanted: Wanted }[], token: string): void => {
    const leaseKeys = seekers.map(({ wanted }) => wanted.leaseKey)
    release(leaseKeys, token).catch(() => undefined)
  }

  return {
    newToken,
    note,

    /** Now. What is loaded after this is as new as every invalidation counted up to it. */
    async readStamp(): Promise<Stamp> {
      const args = [newToken(), known.epoch, known.seq, channel]
      const [epoch, seq] = await store.run('read-cache-stamp', { keys: [tagsKey], args })
      note({ epoch, seq })
      return { epoch, seq }
    },

    /** In the order of the seekers; one command. */
    async read(seekers: readonly { readonly wanted: Wanted }[], mode: ReadMode): Promise<Found[]> {
      const { leaseMs, graceMs, isRefresh = false, rejectedId = '' } = mode
      const token = newToken()
      const all = [tagsKey]
      for (const { wanted } of seekers) all.push(wanted.entryKey)
      for (const { wanted } of seekers) all.push(wanted.leaseKey)
      const args = [token, known.epoch, known.seq, channel, leaseMs, graceMs, isRefresh ? 1 : 0, rejectedId]
      const reply = await store.run('read-cache', { keys: all, args }).catch((error: unknown) => {
        if (leaseMs > 0) abandon(seekers, token)
        throw error
      })
      const stamp = { epoch: String(reply[0]), seq: Number(reply[1]) }
      note(stamp)
      return readFound(reply, stamp, token)
    },

    async store(entry: ToStore): Promise<StoreReply> {
      const { stamp, token, lifeMs, leaseMs, text, tags } = entry
      const [state, epoch, seq] = await store.run('store-cache', {
        keys: [tagsKey, entry.key, keys.cacheLease(entry.key)],
        args: [stamp.epoch, stamp.seq, token, lifeMs, leaseMs, text, ...tags],
      })
      return { outcome: outcomes[state], epoch, seq }
    },

    async release(leaseKey: string, { token }: Pick<Lease, 'token'>): Promise<void> {
      await release([leaseKey], token)
    },

    /** Voids all that carries one of the tags; without tags, everything. */
    async invalidate(tags: readonly string[]): Promise<Invalidation> {
      const call = { keys: [tagsKey], args: [newToken(), channel, maxTagsKept, ...tags] }
      const [epoch, seq, previousSeq] = await store.run('invalidate-tags', call)
      note({ epoch, seq })
      return { epoch, seq, previousSeq }
    },

    async explain(cache: CacheName, id: string) {
      const key = keys.cacheEntry(cache, id)
      const reply = await store.run('explain-cache', { keys: [tagsKey, key, keys.cacheLease(key)], args: [] })
      const [epoch, seq, head, bytes, lifeMs, leaseMs, ...tagSeqs] = reply
      return { epoch, seq, head, bytes, lifeMs, leaseMs, tagSeqs }
    },
  }
}

/** The reply of read-cache.lua: epoch, seq, whose lease was granted, then two places per entry. */
function readFound(reply: readonly unknown[], stamp: Stamp, token: string): Found[] {
  const found: Found[] = []
  const lease = { epoch: stamp.epoch, seq: stamp.seq, token }
  const granted = reply[2]
  for (let at = 3; at < reply.length; at += 2) {
    const text = reply[at]
    const isMine = typeof granted === 'string' && granted[found.length] === '1'
    found.push({
      stamp,
      freshMs: Number(reply[at + 1]),
      text: typeof text === 'string' ? text : undefined,
      lease: isMine ? lease : undefined,
    })
  }
  return found
}
