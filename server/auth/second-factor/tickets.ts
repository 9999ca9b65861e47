import { createHash, randomBytes } from 'node:crypto'
import { type SignInMethod, signInMethod } from '../../contracts/session-origin.ts'
import { AppError } from '../../errors.ts'
import type { Services } from '../../services.ts'

/** Who has shown the first proof, and where they were going. */
export interface SecondFactorTicket {
  readonly userId: string
  readonly method: SignInMethod
  readonly callbackPath: string | undefined
}

type TicketServices = Pick<Services, 'redis' | 'keys'>

export const ticketLifeMs = 5 * 60_000
const mostAttempts = 5

/**
 * A ticket for the browser that has shown the first proof: 256 bits, which Redis knows by their hash. It opens nothing by
 * itself, so there is no session that is only half signed in.
 */
export async function openTicket(
  { redis, keys }: TicketServices,
  { userId, method, callbackPath = '' }: SecondFactorTicket,
): Promise<string> {
  const ticket = randomBytes(32).toString('base64url')
  const args = [userId, method, callbackPath, ticketLifeMs]
  const call = { keys: [keys.secondFactor(hashOf(ticket))], args }
  await orUnavailable(redis.stateStore.run('open-second-factor', call))
  return ticket
}

/** Counts an attempt; null where the ticket is unknown, over, or tried too often. */
export async function tryTicket(
  { redis, keys }: TicketServices,
  ticket: string,
): Promise<(SecondFactorTicket & { readonly attemptsLeft: number }) | null> {
  if (!isTicket(ticket)) return null
  const call = { keys: [keys.secondFactor(hashOf(ticket))], args: [mostAttempts] }
  const found = await orUnavailable(redis.stateStore.run('try-second-factor', call))
  const method = signInMethod.safeParse(found?.[1])
  if (!found || !method.success) return null
  const [userId, , callbackPath, attemptsLeft] = found
  return { userId, method: method.data, callbackPath: callbackPath || undefined, attemptsLeft }
}

/** Whether it was still there: of several right codes at once one opens a session. */
export async function spendTicket({ redis, keys }: TicketServices, ticket: string): Promise<boolean> {
  return (await orUnavailable(redis.stateStore.command('DEL', keys.secondFactor(hashOf(ticket))))) === 1
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    const publicMessage = 'Sign-in is briefly unavailable. Try again in a moment.'
    throw new AppError('SERVICE_UNAVAILABLE', { publicMessage, cause, details: { retryAfterMs: 1_000 } })
  }
}

const isTicket = (text: string): boolean => /^[\w-]{43}$/.test(text)

const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('base64url')
