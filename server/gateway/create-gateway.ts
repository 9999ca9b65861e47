import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import {
  drain,
  heartbeat,
  type SocketLimits,
  type StreamPace,
  sessionRecheckMs,
  socketLimits,
  streamPace,
} from '../contracts/sockets.ts'
import { addressOf } from '../http/address-of.ts'
import { answerHeaders } from '../http/answer-policy.ts'
import { isInsideRequest } from '../http/inside-request.ts'
import { createAdmission } from '../realtime/sockets/admission.ts'
import { askToMoveInSlices, untilEmpty } from '../realtime/sockets/drain.ts'
import type { Heartbeat, House } from '../realtime/sockets/house.ts'
import { createSessionWatch } from '../realtime/sockets/session-watch.ts'
import { createTally } from '../realtime/sockets/tally.ts'
import { createTimerWheel } from '../realtime/sockets/timer-wheel.ts'
import { parseRevocation } from '../redis/sessions/revocation.ts'
import type { GatewayServices } from '../services.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createSocketDoor, type SocketDoor } from './socket-door.ts'
import { createSseRoute, type SseRoute } from './sse-route.ts'

export interface Gateway {
  readonly server: Server
  /** Tells clients in slices to go on elsewhere, waits for them a moment, then closes what is left with 1012. */
  close(): Promise<void>
}

/** For tests and benchmarks; a gateway of the product has none. */
export interface GatewayOptions {
  readonly limits?: Partial<SocketLimits>
  readonly heartbeat?: Heartbeat
  readonly streamPace?: Partial<StreamPace>
  readonly recheckMs?: number
}

/** tRPC over WebSocket at `/trpc`, `GET /api/chat/stream`, `/healthz` and `/metrics`. Listens when the caller says so. */
export function createGateway(services: GatewayServices, options: GatewayOptions = {}): Gateway {
  const house = createHouse(services, options)
  let isDraining = false
  const door = createSocketDoor({ services, house, isDraining: () => isDraining })
  const sse = createSseRoute({ services, house, isDraining: () => isDraining })
  const metrics = createMetrics({
    house,
    countNow: () => countNow(door, sse),
    realtime: services.realtime,
  })
  const { firstMessageMs } = house.limits
  const fixedHeaders = Object.entries(answerHeaders(services.env))
  const server = createServer(
    // Who sends a request letter by letter has no more time than who sends none.
    { headersTimeout: firstMessageMs, requestTimeout: firstMessageMs, connectionsCheckingInterval: firstMessageMs / 4 },
    (request, response) => {
      for (const [name, value] of fixedHeaders) response.setHeader(name, value)
      answer({ services, sse, metrics }, request, response).catch((error) => {
        services.log.error({ err: error }, 'a request failed')
        response.destroy()
      })
    },
  )
  server.on('upgrade', door.upgrade)
  return {
    server,
    async close() {
      isDraining = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await empty(door, sse)
      server.closeAllConnections()
      await closed
      house.wheel.close()
      metrics.close()
      await house.watch.close()
    },
  }
}

function createHouse({ env, sessions, pubsub, log }: GatewayServices, options: GatewayOptions): House {
  const wheel = createTimerWheel()
  const perAddress = { ...socketLimits.perAddress, sockets: env.SOCKETS_PER_ADDRESS }
  const limits = { ...socketLimits, perAddress, ...options.limits }
  const recheckMs = options.recheckMs ?? sessionRecheckMs
  return {
    limits,
    heartbeat: options.heartbeat ?? heartbeat,
    streamPace: { ...streamPace, ...options.streamPace },
    wheel,
    admission: createAdmission(limits, wheel),
    sessions,
    watch: createSessionWatch({ sessions, pubsub, parseRevocation, wheel, log, recheckMs }),
    tally: createTally(),
  }
}

async function empty(door: SocketDoor, sse: SseRoute): Promise<void> {
  const count = () => door.sockets.size + sse.streams.size
  await askToMoveInSlices([...door.sockets, ...sse.streams], drain)
  await untilEmpty(count, drain.graceMs)
  door.dismissAll()
  await untilEmpty(count, drain.closingMs)
  door.cutAll()
  sse.cutAll()
}

function countNow(door: SocketDoor, sse: SseRoute) {
  let subscriptions = 0
  let bufferedBytes = 0
  for (const socket of door.sockets) {
    subscriptions += socket.subscriptions
    bufferedBytes += socket.bufferedAmount
  }
  for (const stream of sse.streams) bufferedBytes += stream.bufferedBytes
  return { sockets: door.sockets.size, streams: sse.streams.size, subscriptions, bufferedBytes }
}

interface AnswerParts {
  readonly services: GatewayServices
  readonly sse: SseRoute
  readonly metrics: Metrics
}

async function answer(parts: AnswerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pathname = addressOf(request)?.pathname
  if (pathname === '/api/chat/stream') return parts.sse.answer(request, response)
  if (!isRead(request)) return void response.writeHead(405, { Allow: 'GET, HEAD' }).end()
  if (pathname === '/healthz') return answerHealth(parts, response)
  if (pathname === '/metrics' && isInsideRequest(request)) return answerMetrics(parts, response)
  response.writeHead(404).end()
}

/** Nothing here changes anything. */
const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD'

function answerHealth({ services }: AnswerParts, response: ServerResponse): void {
  const isRedisReady = services.redis.subscriber.status === 'ready'
  const body = JSON.stringify({ status: isRedisReady ? 'ok' : 'degraded', redis: isRedisReady })
  response.writeHead(isRedisReady ? 200 : 503, { 'Content-Type': 'application/json' }).end(body)
}

async function answerMetrics({ metrics }: AnswerParts, response: ServerResponse): Promise<void> {
  const text = await metrics.render()
  response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text)
}
