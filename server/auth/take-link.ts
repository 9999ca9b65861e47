import type { Services } from '../services.ts'
import type { AuthAnswer } from './auth-answer.ts'
import { type AuthRequest, parseBody, tokenBody } from './auth-request.ts'
import { beginVisit, goOn, readBrowserSession, requireCsrfToken } from './auth-step.ts'
import type { SigningIn } from './auth-visit.ts'
import { createAuthOptions } from './create-auth-options.ts'
import { callNextAuth } from './next-auth-core.ts'
import { errorPage, homeOf, isOutage, ownPageOf } from './own-page-of.ts'
import { takeAddressLimit } from './sign-in-limits.ts'

/** Uses a mailed link up and signs in whoever it was mailed to; one that cannot be used says nothing about why. */
export async function takeLink(services: Services, request: AuthRequest): Promise<AuthAnswer> {
  const { env } = services
  const body = parseBody(tokenBody, request.body)
  requireCsrfToken(services, request, body.csrfToken)
  const limits = await takeAddressLimit(services, request.address)
  // Read before the link is used up: without Redis nobody can sign in, and the link stays good.
  const browser = await readBrowserSession(services, request)
  const visit = { ...beginVisit(services, request, body.callbackUrl), browser }
  const answer = await callNextAuth(
    {
      publicUrl: env.PUBLIC_URL,
      action: 'callback',
      providerId: 'email',
      method: 'POST',
      // No session: NextAuth would end it, or let it be, by rules of its own.
      cookies: {},
      query: { token: body.token, nextauth: ['callback', 'email'] },
      body: {},
    },
    createAuthOptions(services, visit),
  )
  const page = pageAfter(services, visit, answer.redirect)
  await noteRefusal(visit, page)
  return goOn(services, { page, visit, answer: { cookies: sessionCookies(answer.cookies) }, body, limits })
}

/** Somebody who is no longer anybody here has an unusable link as well. */
function pageAfter({ env }: Services, visit: SigningIn, redirect = ''): string {
  const { link, person } = visit.found
  const asked = visit.callbackPath ?? link?.callbackPath
  const onwards = person && (!asked || asked === '/') ? homeOf(person.role) : (asked ?? '/')
  if (isOutage(visit.found.failure)) return errorPage('Unavailable')
  const page = ownPageOf({ redirect, publicUrl: env.PUBLIC_URL, onwards })
  return page === errorPage('AccessDenied') ? errorPage('Verification') : page
}

async function noteRefusal({ audit, found }: SigningIn, page: string): Promise<void> {
  if (!page.startsWith('/entrar/erro')) return
  await audit.note('auth.sign-in', { actorId: found.person?.id ?? null, code: 'UNAUTHORIZED' })
}

type Cookies = Awaited<ReturnType<typeof callNextAuth>>['cookies']

/** NextAuth's other cookies remember what this page needs no more. */
const sessionCookies = (cookies: Cookies = []): NonNullable<Cookies> =>
  cookies.filter(({ name }) => name.endsWith('plantao_session'))
