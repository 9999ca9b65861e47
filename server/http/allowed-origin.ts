import type { Env } from '../env.ts'

/** What a browser says of the page that asks. Programs say nothing, and have nobody to trick. */
export interface AskingPage {
  readonly origin?: string | undefined
  readonly host?: string | undefined
  /** Fetch metadata: https://www.w3.org/TR/fetch-metadata/ */
  readonly 'sec-fetch-site'?: string | string[] | undefined
}

type Addresses = Pick<Env, 'PUBLIC_URL' | 'PUBLIC_GATEWAY_URL' | 'ALLOWED_ORIGINS'>

/**
 * Whether the page may use our cookies at the gateway: the site itself, a listed origin, or the host it was served
 * from. Ports may differ (web and gateway), names may not.
 */
export function isAllowedOrigin(env: Addresses, page: AskingPage): boolean {
  const isBeside = (asked: URL) =>
    env.PUBLIC_GATEWAY_URL === undefined && isOfOurScheme(env, asked) && hostnameOf(page.host) === asked.hostname
  return isAllowed(env, page, isBeside)
}

/** The same at the site: its own pages have its port, too. */
export function isOwnPage(env: Addresses, page: AskingPage): boolean {
  return isAllowed(env, page, (asked) => isOfOurScheme(env, asked) && asked.host === page.host)
}

function isAllowed(env: Addresses, page: AskingPage, isOurs: (asked: URL) => boolean): boolean {
  if (page.origin === undefined) return !isEmbedded(page)
  const asked = URL.parse(page.origin)
  if (asked === null) return false
  return asked.origin === new URL(env.PUBLIC_URL).origin || env.ALLOWED_ORIGINS.includes(asked.origin) || isOurs(asked)
}

/** Another origin's page that sends no Origin: a picture, a script, a link. `none` is a person who typed the address. */
const isEmbedded = (page: AskingPage): boolean =>
  /^(cross|same)-site$/.test([page['sec-fetch-site'] ?? []].flat().join())

/** Whoever can put a page on plain http into the network is not the firm. */
const isOfOurScheme = ({ PUBLIC_URL }: Addresses, { protocol }: URL): boolean =>
  protocol === 'https:' || !PUBLIC_URL.startsWith('https:')

const hostnameOf = (host: string | undefined): string | undefined => URL.parse(`http://${host ?? ''}`)?.hostname
