import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { messageOf } from './redis-errors.ts'

/** One channel over a connection of which every loss is told: for listeners that must know when they missed something. */
export interface SubscriberLink {
  /** Keeps the channel subscribed from now on; connects if that has not happened yet. */
  watch(channel: string, watcher: Watcher): void
  /** Whether the server answered within that time, on this very connection: what it had sent before has arrived then. */
  ping(timeoutMs: number): Promise<boolean>
  /** Gives the connection up for a new one. */
  reconnect(): void
}

interface Watcher {
  onMessage(text: string): void
  /** Redis has confirmed the subscription; also after each reconnection. */
  onUp(): void
  onDown(): void
}

interface Watch {
  readonly channel: string
  readonly watcher: Watcher
}

export function createSubscriberLink(client: Redis, log: Logger): SubscriberLink {
  const watches: Watch[] = []
  let connections = 0

  function listen(): void {
    client.on('message', (name: string, text: string) => {
      for (const { channel, watcher } of watches) if (channel === name) watcher.onMessage(text)
    })
    client.on('close', () => {
      connections += 1
      for (const { watcher } of watches) watcher.onDown()
    })
    client.on('ready', () => {
      for (const watch of watches) void subscribe(watch)
    })
  }

  async function subscribe({ channel, watcher }: Watch): Promise<void> {
    const connection = connections
    try {
      await client.subscribe(channel)
      if (connection === connections) watcher.onUp()
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'Could not subscribe to invalidations, reconnecting')
      if (connection === connections) reconnect()
    }
  }

  function reconnect(): void {
    if (client.status === 'ready') client.disconnect(true)
  }

  return {
    watch(channel, watcher) {
      if (watches.length === 0) listen()
      const watch = { channel, watcher }
      watches.push(watch)
      if (client.status === 'ready') void subscribe(watch)
      // Says by events whether it worked, and tries again by itself.
      if (client.status === 'wait') client.connect().catch(() => undefined)
    },
    async ping(timeoutMs) {
      const deadline = Promise.withResolvers<boolean>()
      const timer = setTimeout(() => deadline.resolve(false), timeoutMs)
      const answered = client.ping().then(
        () => true,
        () => false,
      )
      const isAlive = await Promise.race([answered, deadline.promise])
      clearTimeout(timer)
      return isAlive
    },
    reconnect,
  }
}
