import type { LimitDecision } from '../contracts/limits.ts'
import { AppError } from '../errors.ts'
import { type AddressedRequest, clientAddress } from '../http/client-address.ts'
import { readSessionToken } from '../http/session-cookie.ts'
import type { Session } from '../redis/sessions/create-session-store.ts'
import type { Services } from '../services.ts'

/** The only injection point of procedures. */
export interface RequestContext {
  readonly services: Services
  /** Who calls; null for a stranger. Rejects with SERVICE_UNAVAILABLE while sessions cannot be read. */
  readonly readSession: () => Promise<Session | null>
  /** The cookie's token, for whoever ends or renews the session. */
  readonly sessionToken: string | undefined
  readonly clientAddress: string
  /** Every limit this request was counted against, for the response headers. */
  readonly limitDecisions: LimitDecision[]
  /** Appends a Set-Cookie header; absent where the transport has none (WebSocket). */
  readonly setCookie: ((cookie: string) => void) | undefined
}

interface ContextOptions {
  readonly services: Services
  readonly request: AddressedRequest & { readonly headers: { readonly cookie?: string | undefined } }
  readonly setCookie?: (cookie: string) => void
  /** A socket outlives its sign-in, so it asks anew for every call; one HTTP request asks once. */
  readonly isLongLived?: boolean
}

export function createContext({ services, request, setCookie, isLongLived = false }: ContextOptions): RequestContext {
  const token = readSessionToken(request.headers.cookie)
  const read = () => readSession(services, token)
  return {
    services,
    readSession: isLongLived ? read : once(read),
    sessionToken: token,
    clientAddress: clientAddress(request, services.env.TRUSTED_PROXIES),
    limitDecisions: [],
    setCookie,
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
