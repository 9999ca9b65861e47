import type { Env } from '../env.ts'

const cookieName = 'plantao_session'

/** The session token of a Cookie header, or undefined. */
export function readSessionToken(header: string | undefined): string | undefined {
  const pair = header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${cookieName}=`))
  const token = pair?.slice(cookieName.length + 1)
  return token ? token : undefined
}

/** Set-Cookie for a token, or for its removal (`null`). Lax: the cookie goes with the WebSocket handshake of the same site. */
export function sessionCookie(env: Env, token: string | null, maxAgeSeconds = 0): string {
  const parts = [`${cookieName}=${token ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
  parts.push(`Max-Age=${token === null ? 0 : maxAgeSeconds}`)
  if (env.PUBLIC_URL.startsWith('https:')) parts.push('Secure')
  return parts.join('; ')
}
