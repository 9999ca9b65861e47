import type { AuditVia } from '../contracts/audit.ts'
import type { LimitDecision } from '../contracts/limits.ts'
import { AppError } from '../errors.ts'
import { hasAnnouncedCache } from '../http/announced-cache.ts'
import { type AddressedRequest, clientAddress } from '../http/client-address.ts'
import { type Credentials, readCredentials } from '../http/session-cookie.ts'
import { readUserAgent } from '../http/user-agent.ts'
import type { SocketLine } from '../realtime/wire/socket-line.ts'
import type { Session } from '../redis/sessions/create-session-store.ts'
import type { Services } from '../services.ts'
import type { SharedAge } from './cache-control.ts'

/** The only injection point of procedures. */
export interface RequestContext {
  readonly services: Services
  /** Who calls; null for a stranger. Rejects with SERVICE_UNAVAILABLE while sessions cannot be read. */
  readonly readSession: () => Promise<Session | null>
  /** The token that the caller named, for whoever ends or renews the session; it may be nobody's. */
  readonly sessionToken: string | undefined
  /** How it was named; undefined where none was. */
  readonly sessionBy: Credentials['by'] | undefined
  readonly clientAddress: string
  /** How the call came, for the audit log. */
  readonly via: AuditVia
  /** As the browser calls itself, 256 characters at most; empty where it does not say. */
  readonly userAgent: string
  /** What the response headers will say; absent where the transport has none (WebSocket). */
  readonly headerNotes: HeaderNotes | undefined
  /** Appends a Set-Cookie header; absent where the transport has none (WebSocket). */
  readonly setCookie: ((cookie: string) => void) | undefined
  /** The caller's socket, for streams; absent over HTTP. */
  readonly line: SocketLine | undefined
}

export interface HeaderNotes {
  /** Every limit this request was counted against. */
  readonly limitDecisions: LimitDecision[]
  /** One for each call that everybody gets the same answer to. */
  readonly sharedAges: SharedAge[]
  /** Something in front of us may store answers, and has said so. */
  readonly hasAnnouncedCache: boolean
}

interface NamingHeaders {
  readonly cookie?: string | undefined
  readonly authorization?: string | undefined
  readonly 'user-agent'?: string | undefined
}

interface ContextOptions {
  readonly services: Services
  readonly request: AddressedRequest & { readonly headers: NamingHeaders }
  readonly setCookie?: (cookie: string) => void
}

/** That of one HTTP request; a socket's is made in `server/gateway/socket-door.ts`. */
export function createContext({ services, request, setCookie }: ContextOptions): RequestContext {
  const credentials = readCredentials(services.env, request.headers)
  return {
    services,
    readSession: once(() => readSession(services, credentials?.token)),
    sessionToken: credentials?.token,
    sessionBy: credentials?.by,
    clientAddress: clientAddress(request, services.env.TRUSTED_PROXIES),
    via: 'http',
    userAgent: readUserAgent(request.headers['user-agent']),
    headerNotes: { limitDecisions: [], sharedAges: [], hasAnnouncedCache: hasAnnouncedCache(request) },
    setCookie,
    line: undefined,
  }
}

async function readSession(services: Services, token: string | undefined): Promise<Session | null> {
  if (token === undefined) return null
  try {
    return await services.sessions.get(token)
  } catch (cause) {
    const publicMessage = 'Sessions cannot be read right now. Try again in a moment.'
    throw new AppError('SERVICE_UNAVAILABLE', { publicMessage, cause, details: { retryAfterMs: 2_000 } })
  }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined
  return () => {
    pending ??= read()
    return pending
  }
}
