import { forgetCacheInvalidations } from '#db/queries/cache-invalidations.ts'
import type { EditOutcome } from '#db/queries/edit-outcome.ts'
import type { CacheTag } from '../../contracts/caches.ts'
import { AppError } from '../../errors.ts'
import type { CacheEntry } from '../../redis/cache/cache.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { RequestContext } from '../../trpc/context.ts'
import type { AuditedContext } from '../../trpc/middleware/audited.ts'

export type StaffContext = AuditedContext & { readonly viewer: Session }

interface Edit<T> {
  /** The page as the cache keeps it: it gets the new content at once, every other answer is loaded anew. */
  readonly entry: CacheEntry<T>
  /** What the edit makes stale. */
  readonly stale: readonly CacheTag[]
  readonly store: () => Promise<EditOutcome | null>
  readonly reload: () => Promise<T>
}

type Stored = Extract<EditOutcome, { status: 'stored' }>

/**
 * One edit of the catalogue: stored, every stale answer void, the page in the cache. The change feed is told that it
 * need not repeat it; where that fails, or this process dies in between, the feed voids the answers two seconds later.
 */
export async function editCatalogue<T>({ services }: RequestContext, { entry, stale, store, reload }: Edit<T>) {
  const done: { stored?: Stored } = {}
  const request = {
    ...entry,
    invalidates: stale,
    write: async () => {
      done.stored = accepted(await store())
      return reload()
    },
    onInvalidated: async () => {
      if (done.stored) await forgetCacheInvalidations(services.db, done.stored.tx).catch(() => undefined)
    },
  }
  await services.cache.writeThrough(request)
  if (!done.stored) throw new Error('the cache did not run the write')
  return { id: done.stored.id, slug: done.stored.slug }
}

function accepted(outcome: EditOutcome | null): Stored {
  if (outcome === null) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such entry in the catalogue.' })
  if (outcome.status === 'stored') return outcome
  const { field, status } = outcome
  if (status === 'taken') {
    throw new AppError('CONFLICT', {
      publicMessage: `Another entry has this ${field} already.`,
      details: { fields: [{ path: field, problem: 'is taken' }] },
    })
  }
  throw new AppError('BAD_REQUEST', {
    publicMessage: `Invalid input: ${field} names something that does not exist`,
    details: { fields: [{ path: field, problem: 'names something that does not exist' }] },
  })
}
