import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { Db } from '#db/client.ts'
import type { RedisConnections } from '../redis/connections.ts'
import type { Keys } from '../redis/keys.ts'
import type { PubSub } from '../redis/pubsub.ts'
import { createHub } from './hub/create-hub.ts'
import type { HubBounds } from './hub/hub-bounds.ts'
import { createLive } from './live/create-live.ts'
import type { Realtime } from './realtime.ts'
import { createConversationSource } from './topics/conversation-source.ts'
import { createClaims } from './wire/claims.ts'
import { createFeedFrames, FramedFeed, iterateFeed } from './wire/framed-feed.ts'
import { FramedStream } from './wire/framed-stream.ts'
import { iterateStream } from './wire/iterated-stream.ts'

export interface RealtimeOptions {
  readonly redis: Pick<RedisConnections, 'subscriber' | 'stateStore'>
  readonly pubsub: PubSub
  readonly keys: Keys
  readonly db: Db
  readonly clock: () => number
  readonly log: Logger
  readonly bounds?: Partial<HubBounds>
}

/** Builds, connects nothing: the hub begins with its first subscriber. */
export function createRealtime(options: RealtimeOptions): Realtime {
  const { redis, pubsub, keys, db, clock, log, bounds } = options
  const { subscriber } = redis
  const hub = createHub({
    pubsub,
    probeChannel: keys.hubProbeChannel(randomUUID()),
    isConnected: () => subscriber.status === 'ready',
    reconnect: () => subscriber.disconnect(true),
    log: log.child({ part: 'hub' }),
    ...(bounds && { bounds }),
  })
  const conversations = createConversationSource({ db, store: redis.stateStore, keys })
  const claims = createClaims()
  const frames = createFeedFrames()
  const live = createLive({ db, store: redis.stateStore, pubsub, keys, clock, log: log.child({ part: 'live' }) })
  return {
    hub,
    topics: { conversation: (id) => ({ source: conversations, id }) },
    live,
    encoder: claims.encoder,
    openStream: ({ line, ...stream }) =>
      line ? new FramedStream({ ...stream, hub, claims, line }) : iterateStream({ ...stream, hub }),
    openFeed: ({ line, signal, ...feed }) =>
      line ? new FramedFeed({ ...feed, frames, claims, line }) : iterateFeed(feed, signal),
    close: async () => {
      await live.close()
      await hub.close()
    },
  }
}
