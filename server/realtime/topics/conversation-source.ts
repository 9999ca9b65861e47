import type { Db } from '#db/client.ts'
import { listEvents } from '#db/queries/messages.ts'
import { readPositions } from '#db/queries/positions.ts'
import type { ResyncEvent } from '../../contracts/events.ts'
import type { Keys } from '../../redis/keys.ts'
import type { RedisStore } from '../../redis/store.ts'
import type { TopicSource } from '../hub/topic.ts'

interface ConversationSourceOptions {
  readonly db: Db
  readonly store: RedisStore
  readonly keys: Keys
}

/** The durable events of a conversation. */
export function createConversationSource({ db, store, keys }: ConversationSourceOptions): TopicSource {
  return {
    name: 'conversation',
    channelOf: (id) => keys.chatChannel(id),
    async readWindow(id, afterSeq) {
      const reply = await store.command('ZRANGEBYSCORE', keys.chatWindow(id), `(${afterSeq}`, '+inf')
      return Array.isArray(reply) ? reply.filter((text) => typeof text === 'string') : []
    },
    async readEvents(id, range) {
      const events = await listEvents(db, { conversationId: id, ...range })
      return events.map((event) => ({ seq: event.seq, json: JSON.stringify(event) }))
    },
    readHeads: (ids) => readPositions(db, ids),
    resyncJson(id, { head, reason }) {
      const event: ResyncEvent = { kind: 'resync', conversationId: id, headSeq: head.seq, reason }
      return JSON.stringify(event)
    },
  }
}
