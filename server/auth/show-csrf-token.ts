import type { Services } from '../services.ts'
import { type AuthAnswer, jsonAnswer } from './auth-answer.ts'
import { authCookieNames } from './auth-cookies.ts'
import type { AuthRequest } from './auth-request.ts'
import { beginVisit, readCsrfCookie } from './auth-step.ts'
import { createAuthOptions } from './create-auth-options.ts'
import { callNextAuth } from './next-auth-core.ts'

/** `{csrfToken}` and its cookie; the same as long as the browser brings that back. */
export async function showCsrfToken(services: Services, request: AuthRequest): Promise<AuthAnswer> {
  const { env } = services
  const name = authCookieNames(env).csrfToken
  const cookie = readCsrfCookie(services, request.headers.cookie)
  const { body, cookies = [] } = await callNextAuth(
    {
      publicUrl: env.PUBLIC_URL,
      action: 'csrf',
      method: 'GET',
      cookies: cookie === undefined ? {} : { [name]: cookie },
      query: { nextauth: ['csrf'] },
    },
    createAuthOptions(services, beginVisit(services, request, undefined)),
  )
  return jsonAnswer(200, body, { cookies: cookies.filter((set) => set.name === name) })
}
