import type { TRPCError } from '@trpc/server'
import type { ErrorDetails } from '../contracts/errors.ts'
import type { LimitDecision } from '../contracts/limits.ts'
import { cacheControl, noStore } from './cache-control.ts'
import type { RequestContext } from './context.ts'
import { errorDetails } from './error-shape.ts'

/**
 * Headers of the limits a request met: the owner's X-RateLimit-*, which speak of the tightest, and the IETF fields
 * (draft-ietf-httpapi-ratelimit-headers: RateLimit-Policy, RateLimit), which list every policy, the tightest first.
 */
export function limitHeaders(decisions: readonly LimitDecision[], now: number): Record<string, string> {
  const policies = tightestByName(decisions)
  const [tightest] = policies
  if (!tightest) return {}
  return {
    'X-RateLimit-Limit': String(tightest.limit),
    'X-RateLimit-Remaining': String(tightest.remaining),
    'X-RateLimit-Reset': String(Math.ceil((now + tightest.resetMs) / 1_000)),
    'RateLimit-Policy': policies.map(policyItem).join(', '),
    RateLimit: policies.map(stateItem).join(', '),
  }
}

/** Retry-After in whole seconds, never earlier than the wait itself. */
export function retryHeaders({ retryAfterMs }: ErrorDetails): Record<string, string> {
  return retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.max(1, wholeSeconds(retryAfterMs))) }
}

const policyItem = ({ name, limit, windowMs }: LimitDecision) => `"${name}";q=${limit};w=${wholeSeconds(windowMs)}`

const stateItem = (decision: LimitDecision) =>
  `"${decision.name}";r=${decision.remaining};t=${wholeSeconds(waitMs(decision))}`

const wholeSeconds = (ms: number) => Math.ceil(ms / 1_000)

/** `t` of a refused call is when it may be repeated, so that Retry-After is never earlier than it. */
const waitMs = (decision: LimitDecision) => (decision.isAllowed ? decision.resetMs : decision.retryAfterMs)

/** A batch meets a policy once per member. */
function tightestByName(decisions: readonly LimitDecision[]): LimitDecision[] {
  const names = new Set<string>()
  return decisions.toSorted(byTightness).filter(({ name }) => !names.has(name) && names.add(name))
}

/** Refusals first, the longest before others; then by what remains. */
const byTightness = (left: LimitDecision, right: LimitDecision): number =>
  right.retryAfterMs - left.retryAfterMs || left.remaining - right.remaining || right.resetMs - left.resetMs

type Noted = Pick<RequestContext, 'headerNotes'> & { readonly services: Pick<RequestContext['services'], 'clock'> }

interface Answered {
  readonly ctx?: Noted | undefined
  readonly errors: readonly TRPCError[]
  /** One per call of the request. */
  readonly paths?: readonly string[] | undefined
  /** Headers that go out before the answers are known: of streams. */
  readonly eagerGeneration?: boolean
}

/** For tRPC's HTTP adapters: caching and limit headers on every answer, Retry-After on those that ask to wait. */
export function httpResponseMeta({ ctx, errors, paths = [], eagerGeneration = false }: Answered) {
  const waits = errors.map((error) => errorDetails(error).retryAfterMs ?? 0)
  const retryAfterMs = Math.max(0, ...waits)
  const isWhole = errors.length === 0 && !eagerGeneration
  return {
    headers: {
      ...(ctx ? answerHeaders(ctx, isWhole ? paths.length : 0) : { 'Cache-Control': noStore }),
      ...(retryAfterMs > 0 ? retryHeaders({ retryAfterMs }) : {}),
    },
  }
}

/**
 * Caching and limit headers of an answer to so many calls, all of them granted; 0 = it must not be stored.
 * What a cache in front of us keeps for everybody says nothing of one caller's quota, only what the quota is.
 */
export function answerHeaders({ headerNotes, services }: Noted, calls: number): Record<string, string> {
  if (!headerNotes) return { 'Cache-Control': noStore }
  const caching = cacheControl(headerNotes.sharedAges, calls)
  const limits = limitHeaders(headerNotes.limitDecisions, services.clock())
  const isForAll = caching !== noStore && headerNotes.hasAnnouncedCache
  return { 'Cache-Control': caching, ...(isForAll ? withoutState(limits) : limits) }
}

const stateHeaders: readonly string[] = ['RateLimit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']

const withoutState = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !stateHeaders.includes(name)))
