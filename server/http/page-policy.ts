import type { Env } from '../env.ts'

interface PagePolicyOptions {
  readonly env: Pick<Env, 'NODE_ENV' | 'PUBLIC_URL' | 'WIDGET_ORIGINS'>
  /** New for every response; the page's own scripts and styles carry it. */
  readonly nonce: string
  /** The page's route, as in `/widget` or `/servicos/[slug]`. */
  readonly route: string
  /** Where the page's browser opens its WebSocket. */
  readonly gatewayUrl: string
}

/**
 * The headers of a page that depend on the response or on the environment; what is the same for everything stands in
 * next.config.mjs. `undefined` takes a header away that stands there.
 */
export function pageHeaders(options: PagePolicyOptions): Readonly<Record<string, string | undefined>> {
  const { env, route } = options
  return {
    'Content-Security-Policy': contentSecurityPolicy(options),
    ...transportSecurity(env),
    // A frame on another site is what the widget is for: `frame-ancestors` says on which.
    ...(isWidget(route) ? { 'X-Frame-Options': undefined, 'Cross-Origin-Resource-Policy': 'cross-origin' } : {}),
  }
}

/** One year, this host alone: the firm's other hosts are none of our business. Only where people come by https. */
export const transportSecurity = ({ PUBLIC_URL }: Pick<Env, 'PUBLIC_URL'>): Readonly<Record<string, string>> =>
  PUBLIC_URL.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}

/**
 * CSP level 3 (https://www.w3.org/TR/CSP3/). Scripts that stand in the page run by nonce; further ones are files of this
 * site, whose only scripts are those of the build. Not `'strict-dynamic'`: it lets a script add inline ones without a
 * nonce. Style elements carry the nonce, too; style attributes are how Mantine hands sizes to its components, and run
 * nothing.
 */
function contentSecurityPolicy({ env, nonce, route, gatewayUrl }: PagePolicyOptions): string {
  const isDevelopment = env.NODE_ENV === 'development'
  const directives: Readonly<Record<string, readonly (string | false)[]>> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", `'nonce-${nonce}'`, isDevelopment && "'unsafe-eval'"],
    'script-src-attr': ["'none'"],
    // For browsers that do not know the two that follow.
    'style-src': ["'self'", "'unsafe-inline'"],
    'style-src-elem': ["'self'", isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    'style-src-attr': ["'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'", originOf(gatewayUrl)],
    'frame-src': ["'none'"],
    'worker-src': ["'none'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': isWidget(route) && env.WIDGET_ORIGINS.length > 0 ? env.WIDGET_ORIGINS : ["'none'"],
    ...(env.PUBLIC_URL.startsWith('https:') ? { 'upgrade-insecure-requests': [] } : {}),
  }
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources.filter((source) => source !== false)].join(' '))
    .join('; ')
}

const isWidget = (route: string): boolean => /^\/widget(\/|$)/.test(route)

/** The host may be what a request's Host header said: it is not to add words to the policy. */
function originOf(gatewayUrl: string): string | false {
  const origin = URL.parse(gatewayUrl)?.origin ?? ''
  return /^wss?:\/\/[\w.:[\]-]+$/.test(origin) && origin
}
