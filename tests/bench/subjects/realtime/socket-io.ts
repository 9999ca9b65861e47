import { once } from 'node:events'
import { createServer } from 'node:http'
import { loadPeer } from '../../harness/peers.ts'
import { portOf } from './raw-ws.ts'
import type { RealtimeServer, RealtimeServerOptions } from './realtime-subject.ts'

interface SocketIo {
  readonly Server: new (
    server: unknown,
    options: object,
  ) => {
    on(name: 'connection', listener: (socket: SocketIoSocket) => void): void
    to(room: string): { emit(name: string, value: unknown): void }
    local: { to(room: string): { emit(name: string, value: unknown): void } }
  }
}
interface SocketIoSocket {
  on(name: 'join', listener: (room: string) => void): void
  join(room: string): Promise<void> | void
}
interface RedisAdapter {
  readonly createAdapter: (publisher: unknown, subscriber: unknown) => unknown
}
interface Ioredis {
  readonly Redis: new (url: string) => IoredisClient
}
interface IoredisClient {
  psubscribe(pattern: string): Promise<unknown>
  on(name: 'pmessage', listener: (pattern: string, channel: string, text: string) => void): void
  duplicate(): IoredisClient
}

/**
 * Socket.IO over WebSockets only, with its Redis adapter as its page shows it. One more process would publish through the
 * adapter; here the server itself takes a room's message from Redis and emits it to its own sockets, which saves it a hop.
 */
export async function openSocketIo({ redisUrl, prefix }: RealtimeServerOptions): Promise<RealtimeServer> {
  const { Server } = await loadPeer<SocketIo>('peers/realtime', 'socket.io', ['Server'])
  const { createAdapter } = await loadPeer<RedisAdapter>('peers/realtime', '@socket.io/redis-adapter', [
    'createAdapter',
  ])
  const { Redis } = await loadPeer<Ioredis>('peers/realtime', 'ioredis', ['Redis'])
  const http = createServer()
  const publisher = new Redis(redisUrl)
  const io = new Server(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    adapter: createAdapter(publisher, publisher.duplicate()),
  })
  io.on('connection', (socket) => {
    socket.on('join', (room) => void socket.join(room))
  })
  const hints = new Redis(redisUrl)
  hints.on('pmessage', (_pattern, channel, text) => {
    io.local.to(channel.slice(prefix.length)).emit('message', JSON.parse(text))
  })
  await hints.psubscribe(`${prefix}*`)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return { port: portOf(http.address()) }
}
