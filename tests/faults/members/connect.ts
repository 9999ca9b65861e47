import { createTRPCClient, createWSClient, httpLink, type TRPCClient, wsLink } from '@trpc/client'
import superjson from 'superjson'
import type { AppRouter } from '#server/router.ts'
import { fullJitterMs } from '#src/trpc/backoff.ts'
import { socketWith } from '#tests/support/socket-of.ts'

export interface Person {
  readonly cookie: string
  /** Each has one of their own, and with it limits of their own. */
  readonly address: string
}

export const headersOf = ({ cookie, address }: Person) => ({ cookie, 'x-forwarded-for': address })

export interface SocketClient {
  readonly client: TRPCClient<AppRouter>
  connections(): number
  close(): void
}

/**
 * The stock tRPC client as the browser sets it up: keep-alive, a socket that does not wait for a dead line, full jitter.
 * `person` is asked anew for every connection, for a session may have been lost with Redis.
 */
export function connectSocket(url: () => string, person: () => Person): SocketClient {
  let connections = 0
  const socket = createWSClient({
    url,
    WebSocket: socketWith(() => headersOf(person())),
    keepAlive: { enabled: true, intervalMs: 4_000, pongTimeoutMs: 3_000 },
    retryDelayMs: (attempt) => fullJitterMs(attempt, { baseMs: 500, capMs: 4_000 }),
    onOpen: () => {
      connections += 1
    },
  })
  return {
    client: createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] }),
    connections: () => connections,
    close: () => void socket.close(),
  }
}

/** Calls over HTTP, each with the session of that moment. */
export const connectHttp = (url: string, person: () => Person): TRPCClient<AppRouter> =>
  createTRPCClient<AppRouter>({
    links: [httpLink({ url, transformer: superjson, headers: () => headersOf(person()) })],
  })
