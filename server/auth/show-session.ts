import { readCredentials, sessionCookieName } from '../http/session-cookie.ts'
import type { Services } from '../services.ts'
import { type AuthAnswer, jsonAnswer } from './auth-answer.ts'
import type { AuthRequest } from './auth-request.ts'
import { beginVisit } from './auth-step.ts'
import { createAuthOptions } from './create-auth-options.ts'
import { callNextAuth } from './next-auth-core.ts'

/** `{user: {name, email, image, role}, expires}` of the caller's session, `{}` for a stranger. */
export async function showSession(services: Services, request: AuthRequest): Promise<AuthAnswer> {
  const { env } = services
  const token = readCredentials(env, request.headers)?.token
  const visit = beginVisit(services, request, undefined)
  const { body, cookies = [] } = await callNextAuth(
    {
      publicUrl: env.PUBLIC_URL,
      action: 'session',
      method: 'GET',
      cookies: token === undefined ? {} : { [sessionCookieName(env)]: token },
      query: { nextauth: ['session'] },
    },
    createAuthOptions(services, visit),
  )
  // NextAuth would answer as to a stranger.
  if (visit.found.failure !== undefined) throw visit.found.failure
  // A dead cookie is taken back; a live one stays as it was set, with its session's own end.
  return jsonAnswer(200, body ?? {}, { cookies: cookies.filter(({ value }) => value === '') })
}
