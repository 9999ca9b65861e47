import { describe, expect, it } from 'vitest'
import { createPubSub } from '#server/redis/pubsub.ts'
import type { AnyRedisLayer } from '#tests/support/redis-layer.ts'
import { testPrefix } from '#tests/support/servers.ts'
import type { BackendOf } from './backend.ts'

/** What messages between processes do, on whatever Redis. */
export function pubsubCases(backend: BackendOf): void {
  describe('a message', () => {
    it('reaches every process that subscribed, in the order of its channel', async () => {
      const prefix = testPrefix()
      await using publisher = backend().open(prefix)
      await using one = backend().openObserver(prefix)
      await using two = backend().openObserver(prefix)
      const heard: Map<string, string[]>[] = []
      const channels = ['1', '2', '3'].map((id) => publisher.keys.chatChannel(id))
      for (const listener of [one, two]) {
        const received = new Map(channels.map((channel): [string, string[]] => [channel, []]))
        heard.push(received)
        for (const [channel, texts] of received) await pubSubOf(listener).subscribe(channel, (text) => texts.push(text))
      }
      const pubsub = pubSubOf(publisher)
      const texts = Array.from({ length: 60 }, (_, index) => `ação ${index}`)
      for (const text of texts) {
        for (const channel of channels) expect(await pubsub.publish(channel, text)).toBe(true)
      }
      for (const received of heard) {
        for (const channel of channels) await expect.poll(() => received.get(channel)).toEqual(texts)
      }
    })
  })
}

const pubSubOf = ({ redis, log }: AnyRedisLayer) =>
  createPubSub({ publisher: redis.stateStore, subscriber: redis.subscriber, log })
