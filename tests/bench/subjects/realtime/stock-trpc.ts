import { EventEmitter, on, once } from 'node:events'
import { initTRPC, tracked } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import superjson from 'superjson'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { portOf } from './raw-ws.ts'
import type { RealtimeServer, RealtimeServerOptions } from './realtime-subject.ts'
import { createRooms } from './rooms.ts'

const event = z.looseObject({ seq: z.number() })

/** tRPC as its page on subscriptions shows it: an async generator over an EventEmitter, tracked, with superjson. */
export async function openStockTrpc(options: RealtimeServerOptions): Promise<RealtimeServer> {
  const messages = new EventEmitter()
  messages.setMaxListeners(0)
  const rooms = createRooms(options, (room, text) => messages.emit(room, event.parse(JSON.parse(text))))
  const t = initTRPC.create({ transformer: superjson })
  const router = t.router({
    room: t.procedure.input(z.object({ room: z.string() })).subscription(async function* ({ input, signal }) {
      const arriving = on(messages, input.room, signal ? { signal } : {})
      rooms.open(input.room)
      for await (const [data] of arriving) yield tracked(String(data.seq), data)
    }),
  })
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  applyWSSHandler({ wss: server, router })
  await once(server, 'listening')
  return { port: portOf(server.address()) }
}
