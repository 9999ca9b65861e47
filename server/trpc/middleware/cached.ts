import { TRPCError } from '@trpc/server'
// tRPC marks every middleware result; answering without next() needs the mark. cached.test.ts fails if it goes away.
import { type MiddlewareResult, middlewareMarker } from '@trpc/server/unstable-core-do-not-import'
import type { z } from 'zod'
import { type CacheName, type CacheTag, caches } from '../../contracts/caches.ts'
import { AppError } from '../../errors.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { RequestContext } from '../context.ts'
import { asAppError } from './translated.ts'

interface CachedPolicy<I, O> {
  /** Who shares an entry: everyone, or each signed-in person their own. There is no default. */
  readonly scope: 'public' | 'user'
  readonly schema: z.ZodType<O>
  /** What tells one entry of this cache from another, made of the validated input. */
  readonly id: (input: I) => string
  /** What voids the entry; of a missing row (`null`) at least the list it would appear in. */
  readonly tags: (value: O | null, input: I) => readonly CacheTag[]
}

interface Call<I> {
  readonly ctx: RequestContext & { readonly viewer?: Session }
  readonly input: I
  readonly next: () => Promise<MiddlewareResult<object>>
}

/**
 * Answers from the cache, or runs the procedure and stores its answer. Stands behind `.input()` and before the resolver.
 * NOT_FOUND is remembered too (`negativeTtlMs`) and thrown again. What everybody shares, a CDN may keep as well.
 */
export function cached<I, O>(name: CacheName, policy: CachedPolicy<I, O>) {
  // One object for all calls: the cache serves a copy in its process only to callers of the same schema.
  const schema = policy.schema.nullable()
  const sharedAge = { ttlMs: caches[name].sharedTtlMs, staleMs: caches[name].sharedStaleMs }
  return async ({ ctx, input, next }: Call<I>): Promise<MiddlewareResult<object>> => {
    const value = await ctx.services.cache.getOrLoad<O | null>({
      cache: name,
      id: scopedId(policy.id(input), policy.scope, ctx.viewer),
      schema,
      tags: (loaded) => policy.tags(loaded, input),
      load: async () => answerOf(await next(), policy.schema),
      mayServeStaleAfter: isOutage,
    })
    if (value === null) throw new AppError('NOT_FOUND', { publicMessage: 'There is nothing here.' })
    if (policy.scope === 'public') ctx.headerNotes?.sharedAges.push(sharedAge)
    return { ok: true, data: value, marker: middlewareMarker }
  }
}

/** A refusal is an answer; only where there is none may an older one stand in. */
const isOutage = (error: unknown): boolean =>
  !(error instanceof TRPCError) || outages.includes(asAppError(error.cause)?.code ?? error.code)

const outages: readonly string[] = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT']

function scopedId(id: string, scope: 'public' | 'user', viewer: Session | undefined): string {
  if (scope === 'public') return id
  if (!viewer) throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'a cache of scope user needs a viewer' })
  return `${id}@${viewer.userId}`
}

function answerOf<O>(result: MiddlewareResult<object>, schema: z.ZodType<O>): O | null {
  if (result.ok) return schema.parse(result.data)
  if (result.error.cause instanceof AppError && result.error.cause.code === 'NOT_FOUND') return null
  throw result.error
}
