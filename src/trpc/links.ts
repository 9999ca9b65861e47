import { createWSClient, httpBatchLink, httpLink, splitLink, type TRPCLink, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { isSharedQuery } from '#server/contracts/shared-queries.ts'
import type { AppRouter } from '#server/router.ts'
import { fullJitterMs } from './backoff.ts'
import { fetchInTime } from './fetch-in-time.ts'
import { bearerOf, credentialsOf, type FrameSession } from './frame-session.ts'
import { createGatewayUrl } from './gateway-url.ts'
import { createImpatientSocket } from './impatient-socket.ts'

/** From the first attempt on: a gateway that went away is missed by thousands at once. */
const reconnectDelay = { baseMs: 1_000, capMs: 8_000 }
/** With the impatient socket, a line that died in silence is found within 7.3 s. */
const keepAlive = { enabled: true, intervalMs: 4_000, pongTimeoutMs: 3_000 }

/**
 * Subscriptions over the gateway's WebSocket, and what is said as often as a person types; everything else over HTTP.
 * Opens nothing until the first call.
 *
 * @param session of a page in a frame; every other page is known by its cookie.
 */
export function createLinks(session?: FrameSession): TRPCLink<AppRouter>[] {
  const http = createHttp(session)
  return [
    splitLink({
      condition: ({ type, path }) => type === 'subscription' || path === 'conversations.setActivity',
      true: wsLink({ client: createSocketClient(session), transformer: superjson }),
      false: splitLink({
        condition: ({ path }) => isSharedQuery(path),
        true: httpLink({ ...http, fetch: fetchCurrent(http.fetch) }),
        false: httpBatchLink({ ...http, maxItems: 10 }),
      }),
    }),
  ]
}

type Fetch = NonNullable<Parameters<typeof httpLink<AppRouter>>[0]['fetch']>

function createHttp(session: FrameSession | undefined) {
  const fetchOnce: Fetch = (url, { signal = null, ...options } = {}) =>
    fetchInTime(url, { ...options, signal, credentials: credentialsOf(session) })
  return { url: '/api/trpc', transformer: superjson, fetch: fetchOnce, headers: () => bearerOf(session) }
}

/**
 * The browser asks each time, and hears 304 if it has the answer: `stale-while-revalidate`, which is meant for CDNs,
 * would let it show what the person has just changed as it was before.
 */
const fetchCurrent =
  (fetchOnce: Fetch): Fetch =>
  (url, options) =>
    fetchOnce(url, { ...options, cache: 'no-cache' })

const createSocketClient = (session: FrameSession | undefined) =>
  createWSClient({
    url: createGatewayUrl(credentialsOf(session)),
    // In the first frame, asked for anew at each connection: an address would show it to every log on its way.
    ...(session && { connectionParams: () => ({ ...bearerOf(session) }) }),
    // Server rendering builds these links too, and opens no socket: it never subscribes.
    ...(typeof window !== 'undefined' && { WebSocket: createImpatientSocket(WebSocket, window) }),
    lazy: { enabled: true, closeMs: 10_000 },
    keepAlive,
    retryDelayMs: (attempt) => fullJitterMs(attempt, reconnectDelay),
  })
