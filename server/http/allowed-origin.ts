import type { Env } from '../env.ts'

interface Handshake {
  readonly origin: string | undefined
  readonly host: string | undefined
}

/**
 * Whether a browser page may use our cookies: the site itself, a listed origin, or the host it was served from.
 * Ports may differ (web and gateway), names may not. No Origin header means no browser: allowed, there is no one to trick.
 */
export function isAllowedOrigin(env: Env, { origin, host }: Handshake): boolean {
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const asked = new URL(origin)
  if (asked.origin === new URL(env.PUBLIC_URL).origin || env.ALLOWED_ORIGINS.includes(asked.origin)) return true
  return env.PUBLIC_GATEWAY_URL === undefined && isSameHostname(asked, host)
}

function isSameHostname(asked: URL, host: string | undefined): boolean {
  return host !== undefined && URL.canParse(`http://${host}`) && new URL(`http://${host}`).hostname === asked.hostname
}
