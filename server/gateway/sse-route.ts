import type { IncomingMessage, ServerResponse } from 'node:http'
import { addressOf } from '../http/address-of.ts'
import { isAllowedOrigin } from '../http/allowed-origin.ts'
import { clientAddress } from '../http/client-address.ts'
import { readVouched, vouchedAddressHeader } from '../http/vouched-address.ts'
import type { House } from '../realtime/sockets/house.ts'
import { countUp } from '../realtime/sockets/tally.ts'
import { SseStream } from '../realtime/sse/sse-stream.ts'
import { answerRest } from '../rest/answer-rest.ts'
import type { GatewayServices } from '../services.ts'
import { createContext } from '../trpc/context.ts'

export interface SseRoute {
  readonly streams: ReadonlySet<SseStream>
  /** `GET /api/chat/stream?conversationId=…`, resumed by `Last-Event-ID` or `&lastEventId=…`. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
  cutAll(): void
}

interface SseOptions {
  readonly services: GatewayServices
  readonly house: House
  readonly isDraining: () => boolean
}

/** Who may read the conversation, in the words of the procedure that shows it: same limits, same refusals. */
const guard = { path: '/api/chat/stream', method: 'GET', procedure: 'conversations.byId', summary: '' } as const

export function createSseRoute({ services, house, isDraining }: SseOptions): SseRoute {
  const { env, realtime } = services
  const streams = new Set<SseStream>()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { origin } = request.headers
    if (request.method !== 'GET') return refuse(response, 405, 'METHOD_NOT_SUPPORTED', { Allow: 'GET' })
    if (!isAllowedOrigin(env, request.headers)) return refuse(response, 403, 'FORBIDDEN')
    if (isDraining()) return refuse(response, 503, 'SERVICE_UNAVAILABLE', soon)
    const address = countedAs(request)
    const refusal = house.admission.enter(address)
    if (refusal) {
      countUp(house.tally.refusedConnections, refusal)
      return refuse(response, refusal === 'gateway_full' ? 503 : 429, 'TOO_MANY_REQUESTS', soon)
    }
    response.once('close', () => house.admission.leave(address))
    if (origin !== undefined) allowOrigin(response, origin)
    await open(request, response, address)
  }

  async function open(request: IncomingMessage, response: ServerResponse, address: string): Promise<void> {
    const query = addressOf(request)?.searchParams
    const conversationId = query?.get('conversationId') ?? ''
    const context = { ...createContext({ services, request }), clientAddress: address }
    const { status, headers, body } = await answerRest({ route: guard, context, input: { conversationId } })
    const session = await context.readSession().catch(() => null)
    if (status !== 200 || !session || context.sessionToken === undefined) {
      response.writeHead(status === 200 ? 401 : status, { ...headers, ...json }).end(JSON.stringify(body))
      return
    }
    // The client may have gone while it was asked who it is.
    if (response.destroyed) return
    if (isDraining()) return refuse(response, 503, 'SERVICE_UNAVAILABLE', soon)
    if (house.admission.enterUser(session.userId)) return refuse(response, 429, 'TOO_MANY_REQUESTS', soon)
    const cursor = request.headers['last-event-id'] ?? query?.get('lastEventId')
    const stream = new SseStream(house, {
      response,
      hub: realtime.hub,
      topic: realtime.topics.conversation(conversationId),
      cursor: typeof cursor === 'string' ? cursor : undefined,
      onClose: () => {
        streams.delete(stream)
        house.watch.leave(session.id, stream)
        house.admission.leaveUser(session.userId)
      },
    })
    streams.add(stream)
    if (house.watch.join({ session, token: context.sessionToken }, stream)) stream.sessionEnded()
  }

  /** Web asks for browsers that come through it; everyone else is who they connect as. */
  const countedAs = (request: IncomingMessage): string =>
    readVouched(request.headers[vouchedAddressHeader], env.SUPABASE_SERVICE_ROLE_KEY) ??
    clientAddress(request, env.TRUSTED_PROXIES)

  return {
    streams,
    answer,
    cutAll() {
      for (const stream of streams) stream.cut('restarting')
    },
  }
}

const soon = { 'Retry-After': '5' }
const json = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }

/** A page of ours on another port may read it, with its cookie. */
function allowOrigin(response: ServerResponse, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', origin)
  response.setHeader('Access-Control-Allow-Credentials', 'true')
  response.setHeader('Vary', 'Origin')
}

function refuse(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...json, ...headers }).end(JSON.stringify({ error: { code } }))
}
