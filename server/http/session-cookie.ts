import type { Env } from '../env.ts'

/** What names a request's session. */
export interface Credentials {
  readonly token: string
  /** A browser adds its cookie to whatever page asks; a bearer token is put there by whoever holds it. */
  readonly by: 'cookie' | 'bearer'
}

interface CredentialHeaders {
  readonly cookie?: string | undefined
  readonly authorization?: string | undefined
}

const plainName = 'plantao_session'
/** Browsers take a cookie of such a name over https alone, so that no plain page can plant one. */
const secureName = `__Secure-${plainName}`

const isHttps = (env: Pick<Env, 'PUBLIC_URL'>): boolean => env.PUBLIC_URL.startsWith('https:')

export const sessionCookieName = (env: Pick<Env, 'PUBLIC_URL'>): string => (isHttps(env) ? secureName : plainName)

/** The token that a request names. Where it brings a bearer token its cookie counts for nothing, whatever the token is. */
export function readCredentials(
  env: Pick<Env, 'PUBLIC_URL'>,
  { cookie, authorization }: CredentialHeaders,
): Credentials | undefined {
  const bearer = /^bearer(?: +(.*))?$/i.exec(authorization?.trim() ?? '')
  const by = bearer ? 'bearer' : 'cookie'
  const token = bearer ? bearer[1] : readSessionCookie(env, cookie)
  return token ? { token, by } : undefined
}

function readSessionCookie(env: Pick<Env, 'PUBLIC_URL'>, header: string | undefined): string | undefined {
  const secure = readCookie(header, secureName)
  return secure === undefined && !isHttps(env) ? readCookie(header, plainName) : secure
}

/** The first cookie of that name; undefined for an empty one. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const pair = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
  return pair?.slice(name.length + 1) || undefined
}

/** Set-Cookie for a token, or for its removal (`null`). Lax: the cookie goes with the WebSocket handshake of the same site. */
export function sessionCookie(env: Env, token: string | null, maxAgeSeconds = 0): string {
  const parts = [`${sessionCookieName(env)}=${token ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
  parts.push(`Max-Age=${token === null ? 0 : maxAgeSeconds}`)
  if (isHttps(env)) parts.push('Secure')
  return parts.join('; ')
}
