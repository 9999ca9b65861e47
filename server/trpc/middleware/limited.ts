import type { LimitDecision } from '../../contracts/limits.ts'
import { AppError } from '../../errors.ts'
import type { RequestContext } from '../context.ts'
import { t } from '../init.ts'

/** Counts every call against the limit its meta names: each member of a batch, each frame of a socket. */
export const limited = t.middleware(async ({ ctx, meta, path, next }) => {
  const name = meta?.limit ?? 'default'
  if (name === 'none') return next()
  const endpoint = name === 'default' ? path : name
  const { isAllowed, isUndecided, decisions } = await ctx.services.limiter.consume([
    { name, subject: await subjectOf(ctx), endpoint },
  ])
  ctx.headerNotes?.limitDecisions.push(...decisions)
  if (isUndecided) throw unavailable()
  if (!isAllowed) throw tooManyRequests(decisions)
  return next()
})

/** A signed-in caller is counted as the person, everyone else by address; when sessions cannot be read, by address too. */
async function subjectOf(ctx: RequestContext): Promise<string> {
  const session = await ctx.readSession().catch(() => null)
  return session ? `user-${session.userId}` : `address-${ctx.clientAddress}`
}

const unavailable = () =>
  new AppError('SERVICE_UNAVAILABLE', {
    publicMessage: 'This is briefly unavailable. Try again in a moment.',
    details: { retryAfterMs: 1_000 },
  })

function tooManyRequests(decisions: readonly LimitDecision[]): AppError {
  const [refused] = decisions
    .filter(({ isAllowed }) => !isAllowed)
    .toSorted((left, right) => right.retryAfterMs - left.retryAfterMs)
  return new AppError('TOO_MANY_REQUESTS', {
    publicMessage: 'Too many requests. Wait a moment and try again.',
    ...(refused && { details: { limit: refused, retryAfterMs: refused.retryAfterMs } }),
  })
}
