import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { portOf } from './raw-ws.ts'
import type { RealtimeServer, RealtimeServerOptions } from './realtime-subject.ts'
import { createRooms } from './rooms.ts'

/** The limit of server-sent events: `res.write` in a loop, with a text made once per message. */
export async function openRawSse(options: RealtimeServerOptions): Promise<RealtimeServer> {
  const members = new Map<string, Set<ServerResponse>>()
  const rooms = createRooms(options, (room, text) => {
    const message = `data: ${text}\n\n`
    for (const response of members.get(room) ?? []) response.write(message)
  })
  const server = createServer((request, response) => {
    const room = new URL(request.url ?? '/', 'http://bench').searchParams.get('conversationId') ?? ''
    const found = members.get(room) ?? new Set()
    members.set(room, found.add(response))
    rooms.open(room)
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    response.once('close', () => found.delete(response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: portOf(server.address()) }
}
