import { newId } from '../contracts/ids.ts'
import { outboxJob } from '../jobs/outbox-job.ts'
import type { Services } from '../services.ts'
import type { AuthAnswer } from './auth-answer.ts'
import { authCookieNames } from './auth-cookies.ts'
import { type AuthRequest, linkBody, parseBody } from './auth-request.ts'
import { beginVisit, goOn, readBrowserSession, readCsrfCookie, requireCsrfToken } from './auth-step.ts'
import { createAuthOptions } from './create-auth-options.ts'
import { callNextAuth } from './next-auth-core.ts'
import { errorPage } from './own-page-of.ts'
import { takeLinkLimits } from './sign-in-limits.ts'

const sentPage = '/entrar'

/**
 * Stores a link for an address and the job that mails it, and answers the same for every address: whether it is
 * anybody's is found out by the worker.
 */
export async function askForLink(services: Services, request: AuthRequest): Promise<AuthAnswer> {
  const { env } = services
  const body = parseBody(linkBody, request.body)
  requireCsrfToken(services, request, body.csrfToken)
  const limits = await takeLinkLimits(services, { clientAddress: request.address, email: body.email })
  const session = await readBrowserSession(services, request)
  const visit = beginVisit(services, request, body.callbackUrl)
  const id = newId()
  const link = {
    id,
    profileId: session?.role === 'visitor' ? session.userId : null,
    locale: body.locale,
    callbackPath: visit.callbackPath,
    jobs: [outboxJob('email-sign-in-link', { requestId: id })],
    audit: { ...visit.audit.entry('auth.link-request'), actorId: null },
  }
  const answer = await callNextAuth(
    {
      publicUrl: env.PUBLIC_URL,
      action: 'signin',
      providerId: 'email',
      method: 'POST',
      cookies: { [authCookieNames(env).csrfToken]: readCsrfCookie(services, request.headers.cookie) },
      query: { nextauth: ['signin', 'email'] },
      body: { email: body.email, csrfToken: body.csrfToken },
    },
    createAuthOptions(services, { ...visit, link }),
  )
  const isSent = new URL(answer.redirect ?? '/', env.PUBLIC_URL).pathname === '/api/auth/verify-request'
  return goOn(services, { page: isSent ? sentPage : errorPage('Unavailable'), visit, answer: {}, body, limits })
}
