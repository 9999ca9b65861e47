import { once } from 'node:events'
import { type WebSocket, WebSocketServer } from 'ws'
import type { RealtimeServer, RealtimeServerOptions } from './realtime-subject.ts'
import { createRooms } from './rooms.ts'

/** The limit: `ws` and a loop. A client's first message names its room. */
export async function openRawWs(options: RealtimeServerOptions): Promise<RealtimeServer> {
  const members = new Map<string, Set<WebSocket>>()
  const rooms = createRooms(options, (room, text) => {
    for (const socket of members.get(room) ?? []) socket.send(text)
  })
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  server.on('connection', (socket) => {
    socket.once('message', (data) => {
      const room = data.toString()
      const found = members.get(room) ?? new Set()
      members.set(room, found.add(socket))
      rooms.open(room)
      socket.once('close', () => found.delete(socket))
    })
  })
  await once(server, 'listening')
  return { port: portOf(server.address()) }
}

export const portOf = (address: unknown): number =>
  typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0
