import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Db } from '#db/client.ts'
import { listInbox, readInboxHeads, readInboxRows, readReadMarks } from '#db/queries/inbox.ts'
import { readMembers, touchLastSeen } from '#db/queries/members.ts'
import { listNotificationsAfter, readNotificationHeads } from '#db/queries/notifications.ts'
import type { Keys } from '#server/redis/keys.ts'
import type { PubSub } from '#server/redis/pubsub.ts'
import type { RedisStore } from '#server/redis/store.ts'
import { createInboxFeed } from '../inbox/create-inbox-feed.ts'
import { createNotificationFeed } from '../notifications/create-notification-feed.ts'
import { createLiveRooms } from '../presence/create-live-rooms.ts'
import type { Live } from './live.ts'

interface LiveOptions {
  readonly db: Db
  readonly store: RedisStore
  readonly pubsub: PubSub
  readonly keys: Keys
  readonly clock: () => number
  readonly log: Logger
}

export function createLive({ db, store, pubsub, keys, clock, log }: LiveOptions): Live {
  const rooms = createLiveRooms({
    // Never used again by another process: what carries the name of a dead one is known to be dead.
    gatewayId: randomUUID(),
    readMembers: (conversationId) => readMembers(db, conversationId),
    touchLastSeen: (seen) => touchLastSeen(db, seen),
    ...{ store, pubsub, keys, clock, log },
  })
  const inbox = createInboxFeed({
    source: {
      list: (options) => listInbox(db, options),
      readRows: (ids) => readInboxRows(db, ids),
      readHeads: (options) => readInboxHeads(db, options),
      readMarks: (options) => readReadMarks(db, options),
    },
    channel: keys.inboxChannel(),
    ...{ pubsub, log },
  })
  const notifications = createNotificationFeed({
    source: {
      listAfter: (options) => listNotificationsAfter(db, options),
      readHeads: (userIds) => readNotificationHeads(db, userIds),
    },
    channelOf: keys.notificationsChannel,
    ...{ pubsub, log },
  })
  return {
    rooms,
    inbox,
    notifications,
    stats: () => ({ presence: rooms.stats(), inbox: inbox.stats(), notifications: notifications.stats() }),
    close: async () => {
      await Promise.all([rooms.close(), inbox.close(), notifications.close()])
    },
  }
}
