import type { Env } from '../env.ts'
import { readCookie } from '../http/session-cookie.ts'

/** A cookie as NextAuth describes it. */
export interface CookieToSet {
  readonly name: string
  readonly value: string
  readonly options: {
    readonly httpOnly?: boolean
    readonly secure?: boolean
    readonly path?: string
    readonly sameSite?: string | boolean
    readonly maxAge?: number
    readonly expires?: Date | string
  }
}

/** As a Set-Cookie header. */
export function formatCookie({ name, value, options }: CookieToSet): string {
  const { path = '/', httpOnly = true, secure = false, sameSite = 'lax', maxAge, expires } = options
  const parts = [`${name}=${encodeURIComponent(value)}`, `Path=${path}`]
  if (maxAge !== undefined) parts.push(`Max-Age=${Math.floor(maxAge)}`)
  if (expires !== undefined) parts.push(`Expires=${new Date(expires).toUTCString()}`)
  if (httpOnly) parts.push('HttpOnly')
  if (secure) parts.push('Secure')
  parts.push(sameSite === 'strict' || sameSite === true ? 'SameSite=Strict' : 'SameSite=Lax')
  return parts.join('; ')
}

/** The cookies of NextAuth's that we hand to it, by their exact names; it would take whatever begins like one of them. */
export function authCookieNames({ PUBLIC_URL }: Pick<Env, 'PUBLIC_URL'>) {
  const isHttps = PUBLIC_URL.startsWith('https:')
  const secure = isHttps ? '__Secure-' : ''
  return {
    csrfToken: `${isHttps ? '__Host-' : ''}next-auth.csrf-token`,
    callbackUrl: `${secure}next-auth.callback-url`,
    state: `${secure}next-auth.state`,
    pkceCodeVerifier: `${secure}next-auth.pkce.code_verifier`,
    /** Ours: the second step of signing in. */
    ticket: `${isHttps ? '__Host-' : ''}plantao_second_factor`,
  }
}

/** A cookie's value, decoded; undefined for none and for one that no server of ours wrote. */
export function readDecodedCookie(header: string | undefined, name: string): string | undefined {
  try {
    const value = readCookie(header, name)
    return value === undefined ? undefined : decodeURIComponent(value)
  } catch {
    return undefined
  }
}
