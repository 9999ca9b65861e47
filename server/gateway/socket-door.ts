import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { getWSConnectionHandler } from '@trpc/server/adapters/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { closeCodes } from '../contracts/sockets.ts'
import type { Env } from '../env.ts'
import { addressOf } from '../http/address-of.ts'
import { isAllowedOrigin } from '../http/allowed-origin.ts'
import { clientAddress } from '../http/client-address.ts'
import { readCredentials } from '../http/session-cookie.ts'
import { readUserAgent } from '../http/user-agent.ts'
import type { Refusal } from '../realtime/sockets/admission.ts'
import { type Arrival, GatewaySocket } from '../realtime/sockets/gateway-socket.ts'
import type { House } from '../realtime/sockets/house.ts'
import { watchReplies } from '../realtime/sockets/reply-watch.ts'
import { countUp } from '../realtime/sockets/tally.ts'
import { appRouter } from '../router.ts'
import type { GatewayServices } from '../services.ts'
import type { RequestContext } from '../trpc/context.ts'

const path = '/trpc'
/** A frame may come in pieces; each costs more than its bytes. */
const mostFragments = 64
const mostBufferedChunks = 1_024
const closingMs = 2_000

export interface SocketDoor {
  readonly sockets: ReadonlySet<GatewaySocket>
  /** For the `upgrade` event of an HTTP server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Closes what is left with 1012. */
  dismissAll(): void
  /** The end of whoever did not answer that. */
  cutAll(): void
}

interface DoorOptions {
  readonly services: GatewayServices
  readonly house: House
  readonly isDraining: () => boolean
}

/** tRPC over WebSocket at `/trpc`: checks who may come in, and hands each socket to tRPC. */
export function createSocketDoor({ services, house, isDraining }: DoorOptions): SocketDoor {
  const { env } = services
  const replies = watchReplies(services.realtime.encoder)
  const readBearer = (authorization: string | undefined) => readCredentials(env, { authorization })?.token
  const socketHouse = { ...house, takeReply: replies.take, readBearer }
  const options = {
    noServer: true,
    WebSocket: GatewaySocket,
    maxPayload: house.limits.frameBytes,
    perMessageDeflate: false,
    maxFragments: mostFragments,
    maxBufferedChunks: mostBufferedChunks,
    // The types of `ws` do not know these yet: above, it cuts a socket whose PINGs we count ourselves, and how long a
    // closing socket may keep its memory.
    maxPendingAutoPongs: house.limits.pings.burst + 1,
    closeTimeout: closingMs,
  }
  const server = new WebSocketServer(options)
  const serve = getWSConnectionHandler({
    wss: server,
    router: appRouter,
    experimental_encoder: replies.encoder,
    maxBatchSize: house.limits.batchCalls,
    createContext: ({ res }) => contextOf(res),
  })

  /** A socket outlives its sign-in, so who it is is asked anew for every call. */
  function contextOf(client: WebSocket): RequestContext {
    if (!(client instanceof GatewaySocket)) throw new Error('the server makes sockets of our class')
    return {
      services,
      readSession: () => client.readSession(),
      sessionToken: client.credentials?.token,
      sessionBy: client.credentials?.by,
      clientAddress: client.address,
      via: 'ws',
      userAgent: client.userAgent,
      headerNotes: undefined,
      setCookie: undefined,
      line: client,
    }
  }

  /** Counts the address in where it answers undefined. */
  function refuse(request: IncomingMessage, address: string): Refused | undefined {
    if (addressOf(request)?.pathname !== path) return { status: '404 Not Found' }
    if (!isAllowedOrigin(env, request.headers)) return { status: '403 Forbidden', reason: 'origin' }
    if (isDraining()) return { status: '503 Service Unavailable', reason: 'draining' }
    const refusal = house.admission.enter(address)
    return refusal && { status: statusOf(refusal), reason: refusal }
  }

  function turnAway(socket: Duplex, { status, reason }: Refused): void {
    if (reason) countUp(house.tally.refusedConnections, reason)
    socket.on('error', () => undefined)
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n`)
  }

  return {
    sockets: server.clients,
    upgrade(request, socket, head) {
      const address = clientAddress(request, env.TRUSTED_PROXIES)
      const refused = refuse(request, address)
      if (refused) return turnAway(socket, refused)
      let isIn = false
      // Calls back in this turn, or has answered that the handshake is none.
      server.handleUpgrade(request, socket, head, (client) => {
        isIn = true
        const userAgent = readUserAgent(request.headers['user-agent'])
        client.begin({ house: socketHouse, line: socket, address, userAgent, ...introductionOf(env, request) })
        serve(client, request)
        forgetHeaders(request)
      })
      if (!isIn) house.admission.leave(address)
    },
    dismissAll() {
      for (const client of server.clients) client.dismiss('restarting', closeCodes.restarting)
    },
    cutAll() {
      for (const client of server.clients) client.cut('restarting')
    },
  }
}

/** Who says that they will name themselves is nobody until then: the cookie that the browser added counts for nothing. */
function introductionOf(env: Env, request: IncomingMessage): Pick<Arrival, 'credentials' | 'isToSay'> {
  // As tRPC's adapter reads it, which takes the first frame for the parameters then.
  const isToSay = addressOf(request)?.searchParams.get('connectionParams') === '1'
  return { isToSay, credentials: isToSay ? undefined : readCredentials(env, request.headers) }
}

/** tRPC keeps the request for as long as the socket lives; what it says has been read. */
function forgetHeaders(request: IncomingMessage): void {
  request.rawHeaders = []
  request.headers = {}
}

interface Refused {
  readonly status: string
  /** Undefined for what is not worth counting. */
  readonly reason?: Refusal | 'origin' | 'draining'
}

const statusOf = (refusal: Refusal): string =>
  refusal === 'gateway_full' ? '503 Service Unavailable' : '429 Too Many Requests'
