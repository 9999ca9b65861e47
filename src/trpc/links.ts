import { createWSClient, httpBatchLink, splitLink, type TRPCLink, wsLink } from '@trpc/client'
import superjson from 'superjson'
import type { AppRouter } from '#server/router.ts'
import { fullJitterMs } from './backoff.ts'
import { createGatewayUrl } from './gateway-url.ts'
import { createImpatientSocket } from './impatient-socket.ts'

const reconnectDelay = { baseMs: 1_000, capMs: 15_000 }

/** Subscriptions over the gateway's WebSocket, everything else over HTTP. Opens nothing until the first call. */
export const createLinks = (): TRPCLink<AppRouter>[] => [
  splitLink({
    condition: (operation) => operation.type === 'subscription',
    true: wsLink({ client: createSocketClient(), transformer: superjson }),
    false: httpBatchLink({ url: '/api/trpc', transformer: superjson, maxItems: 10 }),
  }),
]

const createSocketClient = () =>
  createWSClient({
    url: createGatewayUrl(),
    ...(typeof WebSocket !== 'undefined' && { WebSocket: createImpatientSocket(WebSocket) }),
    // Also keeps server rendering, which builds these links too, from ever opening a socket.
    lazy: { enabled: true, closeMs: 10_000 },
    keepAlive: { enabled: true, intervalMs: 10_000, pongTimeoutMs: 4_000 },
    retryDelayMs: (attempt) => fullJitterMs(attempt, reconnectDelay),
  })
