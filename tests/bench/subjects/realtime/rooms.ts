import { Redis } from 'ioredis'
import type { RealtimeServerOptions } from './realtime-subject.ts'

/** One Redis subscription per room, made for its first member; what is published goes to `onMessage`. */
export function createRooms(
  { redisUrl, prefix }: RealtimeServerOptions,
  onMessage: (room: string, text: string) => void,
) {
  const subscriber = new Redis(redisUrl)
  const rooms = new Map<string, string>()
  subscriber.on('message', (channel: string, text: string) => {
    const room = rooms.get(channel)
    if (room !== undefined) onMessage(room, text)
  })
  return {
    open(room: string): void {
      if (rooms.has(prefix + room)) return
      rooms.set(prefix + room, room)
      void subscriber.subscribe(prefix + room)
    },
  }
}
