import type { Keys } from '#server/redis/keys.ts'
import type { PubSub } from '#server/redis/pubsub.ts'

/**
 * Tells the relays that the outbox has something for them; call it after the transaction.
 * Never fails: a wake-up that is lost costs at most the relay's poll interval.
 */
export async function wakeRelay(services: { readonly pubsub: Pick<PubSub, 'publish'>; readonly keys: Keys }) {
  await services.pubsub.publish(services.keys.outboxChannel(), '')
}
