import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import superjson from 'superjson'
import type { Part } from '#server/dev/part.ts'
import type { Env } from '#server/env.ts'
import type { AppRouter } from '#server/router.ts'
import { testServers } from './servers.ts'
import { socketWith } from './socket-of.ts'
import { spawnNode } from './spawn-node.ts'

/** A real gateway process over a test's own database and key prefix. */
export const startGateway = (env: Env, port: number): Promise<Part> =>
  spawnNode(['server/gateway/main.ts'], { env, port, directory: testServers().directory })

/**
 * The stock tRPC client over a WebSocket that carries a cookie, as a browser's does. Reconnects after 50 ms, where several
 * gateways stand behind one address to the one that `port` then names.
 */
export function connectClient(port: number | (() => number), cookie: string) {
  const socket = createWSClient({
    url: () => `ws://127.0.0.1:${typeof port === 'number' ? port : port()}/trpc`,
    WebSocket: socketWith(() => ({ cookie })),
    retryDelayMs: () => 50,
  })
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] })
  return { client, socket, [Symbol.asyncDispose]: () => Promise.resolve(socket.close()) }
}
