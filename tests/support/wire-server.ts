import { once } from 'node:events'
import { createServer } from 'node:http'
import { createTRPCClient, createWSClient, type TRPCLink, wsLink } from '@trpc/client'
import { initTRPC, tracked } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import superjson from 'superjson'
import { WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { createClaims } from '#server/realtime/wire/claims.ts'
import { FramedStream } from '#server/realtime/wire/framed-stream.ts'
import type { SocketLine } from '#server/realtime/wire/socket-line.ts'
import { createHubWorld, type HubWorld } from './hub-world.ts'

const t = initTRPC.context<{ line: SocketLine; world: HubWorld }>().create({ transformer: superjson })
const claims = createClaims()
const streamInput = z.object({ id: z.string(), lastEventId: z.string().optional() })
const stored = z.object({ id: z.string(), data: z.unknown() })

const wireRouter = t.router({
  /** As the hub serves it. */
  hub: t.procedure.input(streamInput).subscription(({ ctx: { line, world }, input }) => {
    const { hub, topic } = world
    return new FramedStream<unknown>({
      hub,
      claims,
      topic: topic(input.id),
      cursor: input.lastEventId,
      line,
      placeholder: null,
    })
  }),
  /** As tRPC serves it by itself. */
  stock: t.procedure.input(z.object({ events: z.array(stored) })).subscription(async function* ({ input, signal }) {
    for (const { id, data } of input.events) yield tracked(id, data)
    await once(signal ?? new AbortController().signal, 'abort')
  }),
  /** Two events, the second without an id; says with which cursor it was asked. */
  forgetful: t.procedure.input(z.object({ lastEventId: z.string().optional() })).subscription(async function* ({
    input,
    signal,
  }) {
    yield tracked('first', input.lastEventId ?? 'none')
    yield 'without an id'
    await once(signal ?? new AbortController().signal, 'abort')
  }),
})

export type WireRouter = typeof wireRouter

export interface WireServer extends AsyncDisposable {
  readonly world: HubWorld
  readonly url: string
  /** What every subscription was asked with, as it came over the wire. */
  readonly requests: string[]
  askToMove(): void
  /** Ends every connection without a farewell. */
  cut(): void
}

/** tRPC's own adapter over a real socket, with our encoder and a hub between fakes. */
export async function startWireServer(): Promise<WireServer> {
  const world = createHubWorld()
  const server = createServer()
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  const requests: string[] = []
  const handler = applyWSSHandler({
    wss: sockets,
    router: wireRouter,
    experimental_encoder: claims.encoder,
    createContext: ({ req, res }) => ({
      world,
      line: { writeFrame: (frame) => void (res.readyState === res.OPEN && req.socket.write(frame)) },
    }),
  })
  sockets.on('connection', (socket) => socket.on('message', (data) => requests.push(String(data))))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    world,
    url: `ws://127.0.0.1:${port}`,
    requests,
    askToMove: () => handler.broadcastReconnectNotification(),
    cut() {
      for (const socket of sockets.clients) socket.terminate()
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate()
      await world.hub.close()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The stock client, without any option that knows of us. */
export function connectWireClient(url: string, options: { keepAlive?: boolean } = {}) {
  const socket = createWSClient({
    url,
    retryDelayMs: () => 10,
    ...(options.keepAlive && { keepAlive: { enabled: true, intervalMs: 20, pongTimeoutMs: 2_000 } }),
  })
  const link: TRPCLink<WireRouter> = wsLink({ client: socket, transformer: superjson })
  const client = createTRPCClient<WireRouter>({ links: [link] })
  return { client, [Symbol.asyncDispose]: () => socket.close() }
}

/** The frames that a subscription brings, as they come over the wire. */
export async function openWire(url: string) {
  const socket = new WebSocket(url)
  const frames: string[] = []
  socket.on('message', (data, isBinary) => frames.push(isBinary ? 'binary' : String(data)))
  await once(socket, 'open')
  return {
    frames,
    subscribe: (id: number | string, path: keyof WireRouter, input: unknown, lastEventId?: string) =>
      socket.send(
        JSON.stringify({ id, method: 'subscription', params: { path, input: { json: input }, lastEventId } }),
      ),
    [Symbol.dispose]: () => socket.terminate(),
  }
}
