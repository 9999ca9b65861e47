import { describe, expect, it } from 'vitest'
import { newId } from '#server/contracts/ids.ts'
import { createPresenceStore } from '#server/realtime/presence/presence-store.ts'
import { createEventPublisher } from '#server/realtime/topics/event-publisher.ts'
import { createPubSub } from '#server/redis/pubsub.ts'
import { testPrefix } from '#tests/support/servers.ts'
import type { BackendOf } from './backend.ts'

/** What conversations keep in Redis, on whatever Redis. */
export function realtimeCases(backend: BackendOf): void {
  describe('an event of a conversation', () => {
    it('is kept in the window, once however often it is published, and heard', async () => {
      const prefix = testPrefix()
      await using web = backend().open(prefix)
      await using gateway = backend().openObserver(prefix)
      const { keys, log } = web
      const conversationId = newId()
      const event = {
        kind: 'message',
        conversationId,
        seq: 1,
        id: newId(),
        clientMsgId: newId(),
        body: 'Olá',
        createdAt: '2026-01-01T00:00:00.000Z',
        author: { id: newId(), name: 'Joana', side: 'visitor' },
      } as const
      const heard: string[] = []
      const pubsub = createPubSub({ publisher: gateway.redis.stateStore, subscriber: gateway.redis.subscriber, log })
      await pubsub.subscribe(keys.chatChannel(conversationId), (text) => heard.push(text))
      const publisher = createEventPublisher({ store: web.redis.stateStore, keys, log })
      expect(await publisher.publish('a1', event)).toBe(true)
      expect(await publisher.publish('a1', event)).toBe(true)
      await expect.poll(() => heard).toEqual(Array(2).fill(`e1.a1.1 ${JSON.stringify(event)}`))
      expect(await gateway.redis.stateStore.command('ZCARD', keys.chatWindow(conversationId))).toBe(1)
    })
  })

  describe('the presence of a person', () => {
    it('is seen by other gateways until it is taken back', async () => {
      const prefix = testPrefix()
      await using layer = backend().openObserver(prefix)
      const [conversationId, userId] = [newId(), newId()]
      const { keys, redis } = layer
      const storeOf = (gatewayId: string) =>
        createPresenceStore({ store: redis.stateStore, keys, gatewayId, lifeMs: 60_000 })
      const [here, there] = [storeOf('here'), storeOf('there')]
      expect(await here.holdLease(60_000)).toEqual({ wasHeld: false, holderIds: ['here'] })
      expect((await there.holdLease(60_000)).holderIds.toSorted()).toEqual(['here', 'there'])
      await here.write(conversationId, userId, 'away')
      expect((await there.read(conversationId)).get('here')?.get(userId)).toBe('away')
      await here.write(conversationId, userId, 'offline')
      expect((await there.read(conversationId)).get('here')?.get(userId)).toBeUndefined()
    })
  })
}
