import { join } from 'node:path'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { WebSocket } from 'ws'
import type { Part } from '#server/dev/part.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import { spawnPart } from '#server/dev/spawn-part.ts'
import type { Env } from '#server/env.ts'
import type { AppRouter } from '#server/router.ts'
import { processEnvironment } from './process-environment.ts'
import { testServers } from './servers.ts'

/** A real gateway process over a test's own database and key prefix. */
export function startGateway(env: Env, port: number): Promise<Part> {
  return spawnPart({
    name: 'gateway',
    port,
    url: `http://127.0.0.1:${port}`,
    logFile: join(testServers().directory, `gateway-${port}.log`),
    command: [process.execPath, join(projectRoot, 'server/gateway/main.ts')],
    env: {
      ...processEnvironment(env),
      GATEWAY_PORT: String(port),
    },
    isReady: async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok,
  })
}

/** The stock tRPC client over a WebSocket that carries a cookie, as a browser's does. Reconnects after 50 ms. */
export function connectClient(port: number, cookie: string) {
  class WebSocketWithCookie extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie } })
    }
  }
  const candidate: unknown = WebSocketWithCookie
  if (!isBrowserLike(candidate)) throw new Error('ws is no longer a WebSocket')
  const socket = createWSClient({
    url: `ws://127.0.0.1:${port}/trpc`,
    WebSocket: candidate,
    retryDelayMs: () => 50,
  })
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] })
  return { client, [Symbol.asyncDispose]: () => Promise.resolve(socket.close()) }
}

/** `ws` follows the browser's interface, though its own types say so only in part. */
const isBrowserLike = (candidate: unknown): candidate is typeof globalThis.WebSocket =>
  typeof candidate === 'function' && 'OPEN' in candidate && candidate.OPEN === WebSocket.OPEN
