import { createWSClient, httpBatchLink, httpLink, splitLink, type TRPCLink, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { isSharedQuery } from '#server/contracts/shared-queries.ts'
import type { AppRouter } from '#server/router.ts'
import { fullJitterMs } from './backoff.ts'
import { fetchInTime } from './fetch-in-time.ts'
import { createGatewayUrl } from './gateway-url.ts'
import { createImpatientSocket } from './impatient-socket.ts'

/** From the first attempt on: a gateway that went away is missed by thousands at once. */
const reconnectDelay = { baseMs: 1_000, capMs: 8_000 }
/** With the impatient socket, a line that died in silence is found within 7.3 s. */
const keepAlive = { enabled: true, intervalMs: 4_000, pongTimeoutMs: 3_000 }

/**
 * Subscriptions over the gateway's WebSocket, and what is said as often as a person types; everything else over HTTP.
 * Opens nothing until the first call.
 */
export const createLinks = (): TRPCLink<AppRouter>[] => [
  splitLink({
    condition: ({ type, path }) => type === 'subscription' || path === 'conversations.setActivity',
    true: wsLink({ client: createSocketClient(), transformer: superjson }),
    false: splitLink({
      condition: ({ path }) => isSharedQuery(path),
      true: httpLink({ ...http, fetch: fetchCurrent }),
      false: httpBatchLink({ ...http, maxItems: 10 }),
    }),
  }),
]

type Fetch = NonNullable<Parameters<typeof httpLink<AppRouter>>[0]['fetch']>

const fetchOnce: Fetch = (url, { signal = null, ...options } = {}) => fetchInTime(url, { ...options, signal })

const http = { url: '/api/trpc', transformer: superjson, fetch: fetchOnce }

/**
 * The browser asks each time, and hears 304 if it has the answer: `stale-while-revalidate`, which is meant for CDNs,
 * would let it show what the person has just changed as it was before.
 */
const fetchCurrent: Fetch = (url, options) => fetchOnce(url, { ...options, cache: 'no-cache' })

const createSocketClient = () =>
  createWSClient({
    url: createGatewayUrl(),
    // Server rendering builds these links too, and opens no socket: it never subscribes.
    ...(typeof window !== 'undefined' && { WebSocket: createImpatientSocket(WebSocket, window) }),
    lazy: { enabled: true, closeMs: 10_000 },
    keepAlive,
    retryDelayMs: (attempt) => fullJitterMs(attempt, reconnectDelay),
  })
