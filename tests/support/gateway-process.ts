import { join } from 'node:path'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { endsWithParent } from '#server/dev/death-signal.ts'
import type { Part } from '#server/dev/part.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import { spawnPart } from '#server/dev/spawn-part.ts'
import type { Env } from '#server/env.ts'
import type { AppRouter } from '#server/router.ts'
import { processEnvironment } from './process-environment.ts'
import { testServers } from './servers.ts'
import { socketWith } from './socket-of.ts'

/** A real gateway process over a test's own database and key prefix. */
export function startGateway(env: Env, port: number): Promise<Part> {
  return spawnPart({
    name: 'gateway',
    port,
    url: `http://127.0.0.1:${port}`,
    logFile: join(testServers().directory, `gateway-${port}.log`),
    command: endsWithParent([process.execPath, join(projectRoot, 'server/gateway/main.ts')]),
    env: {
      ...processEnvironment(env),
      GATEWAY_PORT: String(port),
    },
    isReady: async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok,
  })
}

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
