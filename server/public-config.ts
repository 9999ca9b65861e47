import type { PublicConfig } from './contracts/public-config.ts'
import type { Env } from './env.ts'

/**
 * @param host the request's Host header: without PUBLIC_GATEWAY_URL the gateway is assumed on the same host,
 * so that a phone on the local network finds it too.
 */
export function readPublicConfig(env: Env, host: string | undefined): PublicConfig {
  return {
    siteUrl: env.PUBLIC_URL.replace(/\/+$/, ''),
    gatewayUrl: env.PUBLIC_GATEWAY_URL ?? gatewayBeside(env, host),
    mailboxUrl: mailboxOf(env),
    hasGoogle: env.GOOGLE_CLIENT_ID !== undefined,
    firm: {
      name: env.FIRM_NAME,
      email: env.FIRM_EMAIL,
      phone: env.FIRM_PHONE ?? null,
      address: env.FIRM_ADDRESS ?? null,
      registration: env.FIRM_REGISTRATION ?? null,
    },
  }
}

/** The simulator stands in for Resend; only browsers of its own machine reach it. */
const mailboxOf = ({ PLANTAO_EMBEDDED, RESEND_API_KEY, RESEND_BASE_URL }: Env): string | null =>
  PLANTAO_EMBEDDED && RESEND_API_KEY === 're_simulator' ? RESEND_BASE_URL : null

function gatewayBeside(env: Env, host: string | undefined): string {
  const site = new URL(env.PUBLIC_URL)
  const hostname = hostnameOf(host) ?? site.hostname
  return `${site.protocol === 'https:' ? 'wss' : 'ws'}://${hostname}:${env.GATEWAY_PORT}/trpc`
}

function hostnameOf(host: string | undefined): string | undefined {
  if (!host || !URL.canParse(`http://${host}`)) return undefined
  return new URL(`http://${host}`).hostname
}
