import type { TRPCError } from '@trpc/server'
import type { ErrorDetails } from '../contracts/errors.ts'
import { type LimitDecision, limits } from '../contracts/limits.ts'
import type { RequestContext } from './context.ts'
import { errorDetails } from './error-shape.ts'

/**
 * Headers of the limits a request met: the owner's X-RateLimit-*, and the IETF fields
 * (draft-ietf-httpapi-ratelimit-headers: RateLimit-Policy, RateLimit). With several, X-RateLimit-* speak of the tightest.
 */
export function limitHeaders(decisions: readonly LimitDecision[], now: number): Record<string, string> {
  const tightest = decisions.reduce<LimitDecision | undefined>(
    (least, next) => (isTighter(next, least) ? next : least),
    undefined,
  )
  if (!tightest) return {}
  return {
    'X-RateLimit-Limit': String(tightest.limit),
    'X-RateLimit-Remaining': String(tightest.remaining),
    'X-RateLimit-Reset': String(Math.ceil((now + tightest.resetMs) / 1_000)),
    'RateLimit-Policy': policyField(tightest),
    RateLimit: `"${tightest.name}";r=${tightest.remaining};t=${wholeSeconds(waitMs(tightest))}`,
  }
}

/** Retry-After in whole seconds, never earlier than the wait itself. */
export function retryHeaders({ retryAfterMs }: ErrorDetails): Record<string, string> {
  return retryAfterMs === undefined ? {} : { 'Retry-After': String(Math.max(1, wholeSeconds(retryAfterMs))) }
}

const policyField = ({ name }: LimitDecision) => `"${name}";q=${limits[name].limit};w=${limits[name].windowMs / 1_000}`

const wholeSeconds = (ms: number) => Math.ceil(ms / 1_000)

/** `t` of a refused call is when it may be repeated, so that Retry-After is never earlier than it. */
const waitMs = (decision: LimitDecision) => (decision.isAllowed ? decision.resetMs : decision.retryAfterMs)

function isTighter(next: LimitDecision, least: LimitDecision | undefined): boolean {
  if (!least) return true
  if (next.isAllowed !== least.isAllowed) return !next.isAllowed
  return next.remaining < least.remaining
}

/** For tRPC's HTTP adapters: limit headers on every answer, Retry-After on those that ask to wait. */
export function httpResponseMeta({ ctx, errors }: { ctx?: RequestContext | undefined; errors: readonly TRPCError[] }) {
  const wait = errors.map(errorDetails).find((details) => details.retryAfterMs !== undefined)
  return {
    headers: {
      'Cache-Control': 'no-store',
      ...(ctx && limitHeaders(ctx.limitDecisions, ctx.services.clock())),
      ...retryHeaders(wait ?? {}),
    },
  }
}
