import type { Logger } from 'pino'
import type { ChatEvent } from '../../contracts/events.ts'
import type { Keys } from '../../redis/keys.ts'
import type { RedisStore } from '../../redis/store.ts'
import { forgetJson, formatHubMessage } from '../hub/hub-message.ts'

/** Tells the gateways of what Postgres has committed. Every process can; a gateway that hears nothing finds it by itself. */
export interface EventPublisher {
  /**
   * Once the event is stored, as often as one likes: what is there already is not there twice.
   * @returns whether Redis took it; never rejects.
   */
  publish(epoch: string, event: ChatEvent): Promise<boolean>
  /**
   * Events of a conversation were erased in Postgres: clears what Redis and the gateways keep of it, and has its readers
   * read it anew. Rejects while Redis is away.
   */
  forget(epoch: string, conversationId: string): Promise<void>
}

interface EventPublisherOptions {
  readonly store: RedisStore
  readonly keys: Keys
  readonly log: Logger
}

/** As many as a gateway's ring holds: what one gateway can replay from memory, a new one can from here. */
const windowEvents = 64
const windowLifeMs = 10 * 60_000

export function createEventPublisher({ store, keys, log }: EventPublisherOptions): EventPublisher {
  return {
    async publish(epoch, event) {
      const { conversationId, seq } = event
      const text = formatHubMessage({ position: { epoch, seq }, json: JSON.stringify(event) })
      const args = [seq, text, keys.chatChannel(conversationId), windowEvents, windowLifeMs]
      try {
        await store.run('publish-event', { keys: [keys.chatWindow(conversationId)], args })
        return true
      } catch (error) {
        log.warn({ err: error }, 'an event was not published')
        return false
      }
    },
    async forget(epoch, conversationId) {
      await store.command('DEL', keys.chatWindow(conversationId))
      const text = formatHubMessage({ position: { epoch, seq: 0 }, json: forgetJson })
      await store.publish(keys.chatChannel(conversationId), text)
    },
  }
}
