import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { messageOf } from './redis-errors.ts'
import type { RedisStore } from './store.ts'

export type Listener = (text: string) => void

/** Messages between processes, at most once: a hint that hurries, never the only way a fact travels. */
export interface PubSub {
  /** Whether Redis took it; never rejects, for what the message announces is stored already. */
  publish(channel: string, text: string): Promise<boolean>
  /**
   * Resolves when Redis confirmed the subscription, with the function that ends it. Rejects at once while Redis is
   * down, but for a channel that has listeners already: that one is confirmed again with `onReconnect`.
   * One SUBSCRIBE serves all listeners of a channel; the last one to leave sends UNSUBSCRIBE.
   */
  subscribe(channel: string, listener: Listener): Promise<() => Promise<void>>
  /** Called each time the link was cut and every channel is subscribed again: what came in between is missed. */
  onReconnect(listener: () => void): () => void
}

interface PubSubOptions {
  readonly publisher: Pick<RedisStore, 'publish'>
  /** Undefined where Redis is reached over HTTP: such a process publishes, and every `subscribe` rejects. */
  readonly subscriber: Redis | undefined
  readonly log: Logger
}

interface Channel {
  readonly listeners: Set<{ readonly receive: Listener }>
  readonly confirmed: Promise<unknown>
}

export function createPubSub({ publisher, subscriber, log }: PubSubOptions): PubSub {
  const channels = new Map<string, Channel>()
  const reconnectListeners = new Set<() => void>()
  let wasCut = false

  subscriber?.on('message', (name: string, text: string) => {
    for (const { receive } of channels.get(name)?.listeners ?? []) shield(() => receive(text))
  })
  subscriber?.on('close', () => {
    wasCut = true
  })
  subscriber?.on('ready', () => {
    if (!wasCut) return
    wasCut = false
    void resubscribe(subscriber)
  })

  /** ioredis could do this, but silently: nobody would learn when the channels are complete again. */
  async function resubscribe(link: Redis): Promise<void> {
    try {
      if (channels.size > 0) await link.subscribe(...channels.keys())
      for (const listener of reconnectListeners) shield(listener)
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'Could not subscribe again, reconnecting')
      if (link.status === 'ready') link.disconnect(true)
    }
  }

  function open(name: string): Channel {
    if (!subscriber) throw new Error('Redis over HTTP carries no subscriptions')
    const channel = { listeners: new Set<{ receive: Listener }>(), confirmed: subscriber.subscribe(name) }
    channels.set(name, channel)
    return channel
  }

  async function leave(name: string, channel: Channel, listener: { receive: Listener }): Promise<void> {
    const wasIn = channel.listeners.delete(listener)
    if (!wasIn || channel.listeners.size > 0 || channels.get(name) !== channel) return
    channels.delete(name)
    // Fails only without a connection, and then nothing is subscribed.
    await subscriber?.unsubscribe(name).catch(() => undefined)
  }

  function shield(call: () => void): void {
    try {
      call()
    } catch (error) {
      log.error({ err: error }, 'A listener failed')
    }
  }

  return {
    async publish(channel, text) {
      try {
        await publisher.publish(channel, text)
        return true
      } catch (error) {
        log.warn({ reason: messageOf(error) }, 'Could not publish')
        return false
      }
    },
    async subscribe(name, receive) {
      const channel = channels.get(name) ?? open(name)
      const listener = { receive }
      channel.listeners.add(listener)
      try {
        await channel.confirmed
      } catch (error) {
        await leave(name, channel, listener)
        throw error
      }
      return () => leave(name, channel, listener)
    },
    onReconnect(listener) {
      reconnectListeners.add(listener)
      return () => {
        reconnectListeners.delete(listener)
      }
    },
  }
}
