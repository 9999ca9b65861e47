import type { LimitDecision } from '../contracts/limits.ts'
import { AppError } from '../errors.ts'
import { readCredentials } from '../http/session-cookie.ts'
import { readUserAgent } from '../http/user-agent.ts'
import type { Session } from '../redis/sessions/create-session-store.ts'
import type { Services } from '../services.ts'
import { type AuthAnswer, jsonAnswer, redirectAnswer } from './auth-answer.ts'
import { authCookieNames, readDecodedCookie } from './auth-cookies.ts'
import type { AuthRequest } from './auth-request.ts'
import type { SigningIn } from './auth-visit.ts'
import { callbackPathOf } from './callback-path.ts'
import { isCsrfTokenValid } from './csrf-token.ts'
import type { CoreAnswer } from './next-auth-core.ts'
import { createVisitAudit } from './visit-audit.ts'

/** What a request is about, as far as it can be told before anything is done. */
export function beginVisit(services: Services, request: AuthRequest, callbackUrl: unknown): SigningIn {
  const origin = { userAgent: readUserAgent(request.headers['user-agent']), address: request.address }
  return {
    origin,
    audit: createVisitAudit(services, origin),
    found: { cookies: [] },
    callbackPath: callbackPathOf(callbackUrl, services.env.PUBLIC_URL),
  }
}

/** NextAuth asks for it in some places only. @throws AppError FORBIDDEN */
export function requireCsrfToken(services: Services, { headers }: AuthRequest, token: string): void {
  if (isCsrfTokenValid(readCsrfCookie(services, headers.cookie), token, services.env.AUTH_SECRET)) return
  throw new AppError('FORBIDDEN', { publicMessage: 'This page is out of date. Reload it and try again.' })
}

export const readCsrfCookie = ({ env }: Services, header: string | undefined): string | undefined =>
  readDecodedCookie(header, authCookieNames(env).csrfToken)

export interface BrowserSession extends Session {
  readonly token: string
}

/** The session that the caller has so far. @throws AppError SERVICE_UNAVAILABLE while it cannot be read */
export async function readBrowserSession(services: Services, { headers }: AuthRequest): Promise<BrowserSession | null> {
  const token = readCredentials(services.env, headers)?.token
  const session = token === undefined ? null : await services.sessions.get(token)
  return session && token !== undefined ? { ...session, token } : null
}

interface Going {
  readonly page: string
  readonly visit: SigningIn
  readonly answer: CoreAnswer
  readonly body: { readonly json?: unknown }
  readonly limits?: readonly LimitDecision[]
}

/** Tells the browser where to go on: by a redirect, or as `{url}` to a page of ours that goes by itself. */
export function goOn({ env, clock }: Services, { page, visit, answer, body, limits = [] }: Going): AuthAnswer {
  const cookies = [...(answer.cookies ?? []), ...visit.found.cookies]
  const parts = { cookies, limits, nowMs: clock() }
  if (body.json === 'true' || body.json === true) return jsonAnswer(200, { url: page }, parts)
  return redirectAnswer(new URL(page, env.PUBLIC_URL).href, parts)
}
