import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { AuthAnswer } from './auth-answer.ts'
import { authCookieNames, readDecodedCookie } from './auth-cookies.ts'
import { type AuthRequest, parseBody, plainBody, textsOf } from './auth-request.ts'
import { beginVisit, goOn, readBrowserSession, readCsrfCookie, requireCsrfToken } from './auth-step.ts'
import { createAuthOptions } from './create-auth-options.ts'
import { type CoreAnswer, callNextAuth } from './next-auth-core.ts'
import { errorPage, homeOf, isOutage, ownPageOf } from './own-page-of.ts'
import { takeAddressLimit } from './sign-in-limits.ts'

const path = ['callback', 'google'] as const

/** `{url}` of Google's page, and the cookies by which its answer is told from one that somebody made up. */
export async function leaveForGoogle(services: Services, request: AuthRequest): Promise<AuthAnswer> {
  const { env } = services
  requireGoogle(services)
  const body = parseBody(plainBody, request.body)
  requireCsrfToken(services, request, body.csrfToken)
  const limits = await takeAddressLimit(services, request.address)
  const visit = beginVisit(services, request, body.callbackUrl)
  const answer = await callNextAuth(
    {
      publicUrl: env.PUBLIC_URL,
      action: 'signin',
      providerId: 'google',
      method: 'POST',
      cookies: { [authCookieNames(env).csrfToken]: readCsrfCookie(services, request.headers.cookie) },
      query: { nextauth: ['signin', 'google'] },
      body: { csrfToken: body.csrfToken, callbackUrl: new URL(visit.callbackPath ?? '/', env.PUBLIC_URL).href },
    },
    createAuthOptions(services, visit),
  )
  const page = isElsewhere(services, answer) ? answer.redirect : errorPage('Unavailable')
  return goOn(services, { page, visit, answer, body, limits })
}

/** What Google sends the browser back to: by GET, as the protocol has it, bound to this browser by state and PKCE. */
export async function returnFromGoogle(services: Services, request: AuthRequest): Promise<AuthAnswer> {
  const { env } = services
  requireGoogle(services)
  const limits = await takeAddressLimit(services, request.address)
  const browser = await readBrowserSession(services, request)
  const cookies = readGoogleCookies(services, request.headers.cookie)
  const visit = { ...beginVisit(services, request, cookies[authCookieNames(env).callbackUrl]), browser }
  const answer = await callNextAuth(
    {
      publicUrl: env.PUBLIC_URL,
      action: 'callback',
      providerId: 'google',
      method: 'GET',
      // No session: NextAuth would link the account to whoever is signed in here.
      cookies,
      query: { ...textsOf(request.query), nextauth: [...path] },
      body: { callbackUrl: new URL(visit.callbackPath ?? '/', env.PUBLIC_URL).href },
    },
    createAuthOptions(services, visit),
  )
  const { person } = visit.found
  const asked = visit.callbackPath === '/' ? undefined : visit.callbackPath
  const onwards = asked ?? (person ? homeOf(person.role) : '/')
  const page = isOutage(visit.found.failure)
    ? errorPage('Unavailable')
    : ownPageOf({ redirect: answer.redirect ?? '', publicUrl: env.PUBLIC_URL, onwards })
  if (page.startsWith('/entrar/erro'))
    await visit.audit.note('auth.sign-in', { actorId: person?.id ?? null, code: 'UNAUTHORIZED' })
  return goOn(services, { page, visit, answer, body: {}, limits })
}

function requireGoogle({ env }: Services): void {
  if (env.GOOGLE_CLIENT_ID !== undefined) return
  throw new AppError('NOT_FOUND', { publicMessage: 'Sign-in with Google is off.' })
}

/** Only those that NextAuth needs, and no callback address but one of ours: it fails for good on another. */
function readGoogleCookies({ env }: Services, header: string | undefined): Record<string, string> {
  const { state, pkceCodeVerifier, callbackUrl } = authCookieNames(env)
  const read = [state, pkceCodeVerifier].map((name) => [name, readDecodedCookie(header, name)] as const)
  const callback = readDecodedCookie(header, callbackUrl)
  const known = callback?.startsWith(`${new URL(env.PUBLIC_URL).origin}/`) ? callback : undefined
  const all = [...read, [callbackUrl, known] as const]
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

const isElsewhere = ({ env }: Services, answer: CoreAnswer): answer is CoreAnswer & { readonly redirect: string } =>
  answer.redirect !== undefined && URL.parse(answer.redirect)?.origin !== new URL(env.PUBLIC_URL).origin
