import { DatabaseUnavailableError } from '#db/errors.ts'
import { isStaff, type Role } from '../contracts/roles.ts'
import { AppError } from '../errors.ts'
import { codePage } from './second-factor/ask-second-factor.ts'

/** What the pages explain; whatever else went wrong is `Callback`. */
const explained = ['Verification', 'AccessDenied', 'OAuthCallback', 'OAuthSignin', 'Unavailable']

interface Outcome {
  /** Where NextAuth sends the browser. */
  readonly redirect: string
  readonly publicUrl: string
  /** The page that was asked for, or that of the person's role. */
  readonly onwards: string
}

/** The page of ours that NextAuth's answer means: its own pages are not served. */
export function ownPageOf({ redirect, publicUrl, onwards }: Outcome): string {
  if (redirect === codePage) return codePage
  const { origin } = new URL(publicUrl)
  const url = new URL(redirect, origin)
  if (url.origin !== origin) return errorPage('Callback')
  if (url.pathname === '/api/auth/error') return errorPage(url.searchParams.get('error') ?? 'Callback')
  return url.pathname.startsWith('/api/auth/') ? errorPage('Callback') : onwards
}

export function errorPage(code: string): string {
  // What NextAuth says where our adapter could not reach Postgres or Redis.
  const known = code === 'EmailSignin' ? 'Unavailable' : code
  return `/entrar/erro?error=${explained.includes(known) ? known : 'Callback'}`
}

export const homeOf = (role: Role): string => (isStaff(role) ? '/painel' : '/conversa')

/** Redis or Postgres could not be asked: trying again helps. */
export const isOutage = (failure: unknown): boolean =>
  failure instanceof DatabaseUnavailableError || (failure instanceof AppError && failure.code === 'SERVICE_UNAVAILABLE')
