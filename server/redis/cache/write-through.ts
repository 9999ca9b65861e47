import type { CacheName, CachePolicy, CacheTag } from '../../contracts/caches.ts'
import type { Keys } from '../keys.ts'
import { freshMsOf, tagsOf } from './ask.ts'
import type { CacheWrite } from './cache.ts'
import { formatEntry, packValue } from './entry.ts'
import type { Invalidator } from './invalidator.ts'
import type { CacheRemote } from './remote.ts'
import type { Stamp } from './stamp.ts'

interface WriteThroughOptions {
  readonly keys: Keys
  readonly remote: CacheRemote
  readonly invalidator: Invalidator
  readonly policies: Readonly<Record<CacheName, CachePolicy>>
  readonly random: () => number
  readonly attempt: <R>(work: () => Promise<R>) => Promise<R | undefined>
}

export function createWriteThrough({ keys, remote, invalidator, policies, random, attempt }: WriteThroughOptions) {
  return async <T>(request: CacheWrite<T>): Promise<T> => {
    const before = await attempt(() => remote.readStamp())
    const value = await request.write().catch(async (error: unknown) => {
      // Whether it was written is unknown: a timeout can hide a commit.
      await invalidator.invalidate([...(listed(request.invalidates) ?? []), ...(listed(request.tags) ?? [])])
      throw error
    })
    const invalidates = typeof request.invalidates === 'function' ? request.invalidates(value) : request.invalidates
    const tags = typeof request.tags === 'function' ? request.tags(value) : request.tags
    const after = await invalidator.invalidate([...tags, ...(invalidates ?? [])])
    if (after) await request.onInvalidated?.()
    const isLastWriter = before && after?.epoch === before.epoch && after.previousSeq <= before.seq
    if (isLastWriter) await attempt(() => store(request, value, after))
    return value
  }

  async function store<T>(request: CacheWrite<T>, value: T, { epoch, seq }: Stamp): Promise<void> {
    const policy = policies[request.cache]
    const { form, payload } = packValue(value, request.schema, policy)
    if (form === 'x') return
    const tags = tagsOf(request, value)
    await remote.store({
      key: keys.cacheEntry(request.cache, request.id),
      stamp: { epoch, seq },
      token: '',
      lifeMs: freshMsOf(value, policy, random) + policy.graceMs,
      leaseMs: 0,
      // How long a load takes is not known: without it there is no early refresh.
      text: formatEntry({ id: remote.newToken(), loadMs: 0, form, tags }, payload),
      tags,
    })
  }
}

const listed = <T>(tags: readonly CacheTag[] | ((value: T) => readonly CacheTag[]) | undefined) =>
  typeof tags === 'function' ? undefined : tags
