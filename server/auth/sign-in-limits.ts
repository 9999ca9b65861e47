import { createHash } from 'node:crypto'
import type { LimitDecision } from '../contracts/limits.ts'
import { AppError } from '../errors.ts'
import type { LimitCheck, LimitResult } from '../redis/limiter/limiter.ts'
import type { Services } from '../services.ts'

type LimitServices = Pick<Services, 'limiter' | 'log'>

/**
 * `auth` of an address: five attempts of whatever kind a minute. @throws AppError TOO_MANY_REQUESTS, and like all of these
 * SERVICE_UNAVAILABLE while Redis is away
 */
export const takeAddressLimit = (services: LimitServices, clientAddress: string): Promise<LimitDecision[]> =>
  take(services, [addressCheck(clientAddress)])

/** `auth` of an e-mail address, which Redis knows by its hash. */
const takeEmailLimit = (services: LimitServices, email: string): Promise<LimitDecision[]> =>
  take(services, [emailCheck(email)])

/** Of looking at links: it takes none of the attempts that using them has. @throws AppError TOO_MANY_REQUESTS */
export const takeLookLimit = (services: LimitServices, clientAddress: string): Promise<LimitDecision[]> =>
  take(services, [{ name: 'default', subject: `address-${clientAddress}`, endpoint: 'auth.link' }])

/** Second factors tried for one person, from wherever. @throws AppError TOO_MANY_REQUESTS */
export const takeSecondFactorLimit = (services: LimitServices, userId: string): Promise<LimitDecision[]> =>
  take(services, [{ name: 'secondFactor', subject: `user-${userId}`, endpoint: 'secondFactor' }])

/**
 * Both, or none: what the second refuses is given back to the first. A refusal of the e-mail address that is remembered
 * here comes before everything: a flood at one person would cost Redis a call and its return each time, from wherever.
 * @throws AppError TOO_MANY_REQUESTS
 */
export async function takeLinkLimits(
  services: LimitServices,
  { clientAddress, email }: { readonly clientAddress: string; readonly email: string },
): Promise<LimitDecision[]> {
  const remembered = services.limiter.recall([emailCheck(email)])
  if (remembered) throw refusalOf(remembered)
  const first = [addressCheck(clientAddress)]
  const result = await services.limiter.consume(first)
  if (!result.isAllowed) throw refusalOf(result)
  const { decisions, grant } = result
  try {
    return [...decisions, ...(await takeEmailLimit(services, email))]
  } catch (error) {
    if (grant) await services.limiter.refund(first, grant).catch(() => services.log.debug('a limit kept its call'))
    throw error
  }
}

const addressCheck = (clientAddress: string): LimitCheck => ({
  name: 'auth',
  subject: `address-${clientAddress}`,
  endpoint: 'auth',
})

const emailCheck = (email: string): LimitCheck => ({
  name: 'auth',
  subject: `email-${createHash('sha256').update(email.toLowerCase()).digest('base64url')}`,
  endpoint: 'auth',
})

async function take({ limiter }: LimitServices, checks: readonly LimitCheck[]): Promise<LimitDecision[]> {
  const result = await limiter.consume(checks)
  if (!result.isAllowed) throw refusalOf(result)
  return [...result.decisions]
}

function refusalOf({ isUndecided, decisions: [limit] }: LimitResult): AppError {
  if (isUndecided) {
    return new AppError('SERVICE_UNAVAILABLE', {
      publicMessage: 'Sign-in is briefly unavailable. Try again in a moment.',
      details: { retryAfterMs: limit?.retryAfterMs ?? 1_000 },
    })
  }
  return new AppError('TOO_MANY_REQUESTS', {
    publicMessage: 'Too many attempts. Wait a moment and try again.',
    ...(limit && { details: { limit, retryAfterMs: limit.retryAfterMs } }),
  })
}
