import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { WebSocketServer } from 'ws'
import { isAllowedOrigin } from '../http/allowed-origin.ts'
import { appRouter } from '../router.ts'
import type { ConnectedServices, Services } from '../services.ts'
import { createContext } from '../trpc/context.ts'

const path = '/trpc'
const mostFrameBytes = 64 * 1024
const keepAlive = { enabled: true, pingMs: 15_000, pongWaitMs: 5_000 }
/** How long clients may take to move to another gateway, and then to answer the closing handshake. */
const drainMs = 2_000
const closingMs = 500
const serviceRestart = 1012

export interface Gateway {
  readonly server: Server
  /** Tells clients to reconnect elsewhere, waits for them up to 2 s, then closes what is left with 1012. */
  close(): Promise<void>
}

/** tRPC over WebSocket at `/trpc`, and `GET /healthz`. Listens when the caller says so. */
export function createGateway(services: ConnectedServices): Gateway {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostFrameBytes, perMessageDeflate: false })
  const handler = applyWSSHandler({
    wss: sockets,
    router: appRouter,
    keepAlive,
    createContext: ({ req }) => createContext({ services, request: req, isLongLived: true }),
  })
  const server = createServer((request, response) => answer(services, request, response))
  server.on('upgrade', (request, socket, head) => {
    const refusal = refuse(services, request)
    if (refusal) return reject(socket, refusal)
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request))
  })
  return {
    server,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      handler.broadcastReconnectNotification()
      await emptied(sockets, drainMs)
      for (const client of sockets.clients) client.close(serviceRestart)
      await emptied(sockets, closingMs)
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await closed
    },
  }
}

function refuse(services: Services, request: IncomingMessage): string | undefined {
  if (new URL(request.url ?? '/', 'http://gateway').pathname !== path) return '404 Not Found'
  const { origin, host } = request.headers
  return isAllowedOrigin(services.env, { origin, host }) ? undefined : '403 Forbidden'
}

function reject(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

async function answer(services: ConnectedServices, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url !== '/healthz') return void response.writeHead(404).end()
  const isRedisReady = services.redis.subscriber.status === 'ready'
  const body = JSON.stringify({ status: isRedisReady ? 'ok' : 'degraded', redis: isRedisReady })
  response.writeHead(isRedisReady ? 200 : 503, { 'Content-Type': 'application/json' }).end(body)
}

async function emptied(sockets: WebSocketServer, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs
  while (sockets.clients.size > 0 && performance.now() < deadline) await sleep(25)
}
