import type { Person } from '#db/queries/accounts.ts'
import type { ConsumedLink, NewLink } from '#db/queries/verification-tokens.ts'
import type { SessionOrigin } from '../contracts/session-origin.ts'
import type { VisitAudit } from './visit-audit.ts'

/** Where a request comes from, and what it brings. */
export interface AuthVisit {
  readonly origin: Pick<SessionOrigin, 'userAgent' | 'address'>
  /** The session that the browser has so far. */
  readonly browser?: { readonly token: string; readonly userId: string } | null
  /** Of somebody who asks for a link: made before NextAuth is called, because the token is derived from its id. */
  readonly link?: Omit<NewLink, 'identifier' | 'tokenHash' | 'expiresAt'>
  /** What came to light on the way; NextAuth hands none of it from one callback to the next. */
  readonly found?: AuthFindings
}

export interface AuthFindings {
  /** The link that was used up. */
  link?: ConsumedLink
  /** Who was let in. */
  person?: Pick<Person, 'id' | 'role'>
  /** What NextAuth made an error page of. */
  failure?: unknown
  /** Set-Cookie headers besides NextAuth's own. */
  readonly cookies: string[]
}

/** One that is to lead to a session. */
export interface SigningIn extends AuthVisit {
  readonly found: AuthFindings
  readonly audit: VisitAudit
  readonly callbackPath: string | undefined
}
