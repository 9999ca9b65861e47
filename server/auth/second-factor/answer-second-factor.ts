import { findProfile } from '#db/queries/profiles.ts'
import { isStaff } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import { sessionCookie } from '../../http/session-cookie.ts'
import type { Services } from '../../services.ts'
import { type AuthAnswer, jsonAnswer } from '../auth-answer.ts'
import { authCookieNames, readDecodedCookie } from '../auth-cookies.ts'
import { type AuthRequest, codeBody, parseBody } from '../auth-request.ts'
import { beginVisit, readBrowserSession } from '../auth-step.ts'
import { openSession } from '../open-session.ts'
import { homeOf } from '../own-page-of.ts'
import { takeAddressLimit } from '../sign-in-limits.ts'
import { ticketCookie } from './ask-second-factor.ts'
import { checkCode } from './check-code.ts'
import { type SecondFactorTicket, spendTicket, tryTicket } from './tickets.ts'

/**
 * `{code}` of somebody who has shown the first proof: answers `{url}` and the session. 400 is a wrong code that may be
 * followed by another, 401 says that the ticket is over (so does the last wrong code) and that the first proof is to be
 * shown again.
 */
export async function answerSecondFactor(services: Services, request: AuthRequest): Promise<AuthAnswer> {
  const { env } = services
  const { code } = parseBody(codeBody, request.body)
  const limits = await takeAddressLimit(services, request.address)
  const visit = beginVisit(services, request, undefined)
  const text = readDecodedCookie(request.headers.cookie, authCookieNames(env).ticket) ?? ''
  const ticket = await tryTicket(services, text)
  if (!ticket) throw ticketOver()
  const { userId } = ticket
  const audit = { ...visit.audit.entry('auth.recovery-code'), actorId: userId }
  if (!(await checkCode(services, { userId, code, audit }))) {
    await visit.audit.note('auth.second-factor', { actorId: userId, code: 'BAD_REQUEST' })
    throw ticket.attemptsLeft > 0 ? wrongCode() : triedTooOften()
  }
  if (!(await spendTicket(services, text))) throw ticketOver()
  const { token, expiresAtMs, page } = await open(services, request, ticket)
  await visit.audit.note('auth.sign-in', { actorId: userId })
  const maxAgeSeconds = Math.floor((expiresAtMs - services.clock()) / 1_000)
  const cookies = [sessionCookie(env, token, maxAgeSeconds), ticketCookie(services, null)]
  return jsonAnswer(200, { url: page }, { cookies, limits, nowMs: services.clock() })
}

async function open(services: Services, request: AuthRequest, { userId, method, callbackPath }: SecondFactorTicket) {
  const profile = await findProfile(services.db, userId)
  const { origin } = beginVisit(services, request, undefined)
  const replaces = await readBrowserSession(services, request)
  const issued =
    profile && isStaff(profile.role)
      ? await openSession(services, { profile, replaces, origin: { ...origin, method } })
      : null
  if (!profile || !issued) throw new AppError('FORBIDDEN', { publicMessage: 'This account may not sign in.' })
  const page = callbackPath === undefined || callbackPath === '/' ? homeOf(profile.role) : callbackPath
  return { ...issued, page }
}

const ticketOver = () => new AppError('UNAUTHORIZED', { publicMessage: 'This took too long. Sign in again.' })

const triedTooOften = () => new AppError('UNAUTHORIZED', { publicMessage: 'This code is wrong. Sign in again.' })

const wrongCode = () =>
  new AppError('BAD_REQUEST', {
    publicMessage: 'This code is wrong, or was used before.',
    details: { fields: [{ path: 'code', problem: 'is wrong, or was used before' }] },
  })
