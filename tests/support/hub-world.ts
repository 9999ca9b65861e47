import { pino } from 'pino'
import { createHub } from '#server/realtime/hub/create-hub.ts'
import type { Attachment, Hub } from '#server/realtime/hub/hub.ts'
import type { HubBounds } from '#server/realtime/hub/hub-bounds.ts'
import { formatHubMessage } from '#server/realtime/hub/hub-message.ts'
import type { StoredEvent, Topic, TopicSource } from '#server/realtime/hub/topic.ts'
import type { PubSub } from '#server/redis/pubsub.ts'

/** A hub between a Postgres and a Redis that do as they are told; time is the test's (fake timers). */
export interface HubWorld {
  readonly hub: Hub
  readonly postgres: FakePostgres
  readonly redis: FakeRedis
  readonly topic: (id: string) => Topic
  /** How often the subscriber connection was given up. */
  readonly reconnects: () => number
  attach(id: string, cursor?: string): Seen
  /** Commits the next event and publishes it. */
  send(id: string): void
  publish(id: string, seq: number): void
}

/** What one subscriber got, in order: numbers of events, or `resync <reason> at <head>`, or `aside`. */
export interface Seen extends Attachment {
  readonly got: (number | string)[]
  readonly ids: string[]
  readonly ends: string[]
}

export function createHubWorld(bounds: Partial<HubBounds> = {}): HubWorld {
  const postgres = createFakePostgres()
  const redis = createFakeRedis()
  const source = sourceOf(postgres, redis)
  let reconnects = 0
  const hub = createHub({
    pubsub: redis.pubsub,
    probeChannel: 'probe',
    isConnected: () => !redis.isDown,
    reconnect: () => {
      reconnects += 1
    },
    log: pino({ level: 'silent' }),
    bounds,
    clock: () => Date.now(),
  })
  const topic = (id: string): Topic => ({ source, id })
  const publish = (id: string, seq: number) => redis.deliver(id, postgres.message(seq))
  return {
    hub,
    postgres,
    redis,
    topic,
    reconnects: () => reconnects,
    attach: (id, cursor) => attachTo(hub, topic(id), cursor),
    publish,
    send: (id) => publish(id, postgres.commit(id)),
  }
}

function attachTo(hub: Hub, topic: Topic, cursor: string | undefined): Seen {
  const got: (number | string)[] = []
  const ids: string[] = []
  const ends: string[] = []
  const { detach } = hub.attach({
    topic,
    cursor,
    sink: {
      write({ id, json }) {
        ids.push(id)
        got.push(JSON.parse(json))
      },
      end: (reason) => void ends.push(reason),
    },
  })
  return { got, ids, ends, detach }
}

export interface FakePostgres {
  epoch: string
  isDown: boolean
  /** Reads of heads and of history, as they were asked for. */
  readonly headReads: (readonly string[])[]
  readonly historyReads: number[]
  /** Stores that many events; answers the number of the last. */
  commit(id: string, count?: number): number
  /** Forgets the newest events, as a restore does. */
  truncate(id: string, head: number): void
  message(seq: number): string
  after(id: string, seq: number): StoredEvent[]
  head(id: string): number
  /** These events cannot be found: no Postgres of ours does that. */
  readonly missing: Set<number>
  /** From now on answers are made, but wait on their way. Answers what lets them go. */
  holdAnswers(): () => void
  /** Only the next one does. */
  holdNextAnswer(): () => void
  answer<T>(read: () => T): Promise<T>
}

function createFakePostgres(): FakePostgres {
  const heads = new Map<string, number>()
  let held: Promise<void> | undefined
  let heldNext: Promise<void> | undefined
  const postgres: FakePostgres = {
    epoch: 'a1',
    isDown: false,
    headReads: [],
    historyReads: [],
    missing: new Set(),
    commit(id, count = 1) {
      const head = (heads.get(id) ?? 0) + count
      heads.set(id, head)
      return head
    },
    truncate: (id, head) => void heads.set(id, head),
    message: (seq) => formatHubMessage({ position: { epoch: postgres.epoch, seq }, json: `${seq}` }),
    after: (id, afterSeq) =>
      numbersBetween(afterSeq, heads.get(id) ?? 0)
        .filter((seq) => !postgres.missing.has(seq))
        .map((seq) => ({ seq, json: `${seq}` })),
    head: (id) => heads.get(id) ?? 0,
    holdAnswers() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return () => {
        held = undefined
        resolve()
      }
    },
    holdNextAnswer() {
      const { promise, resolve } = Promise.withResolvers<void>()
      heldNext = promise
      return resolve
    },
    async answer(read) {
      if (postgres.isDown) throw new Error('Postgres is down')
      const value = read()
      const wait = heldNext ?? held
      heldNext = undefined
      await wait
      return value
    },
  }
  return postgres
}

export const numbersBetween = (after: number, through: number): number[] =>
  Array.from({ length: Math.max(0, through - after) }, (_, index) => after + 1 + index)

export interface FakeRedis {
  isDown: boolean
  /** Messages are taken and reach nobody, as over a dead connection. */
  isDeaf: boolean
  /** What the windows hold, by topic; nothing unless a test puts something there. */
  readonly windows: Map<string, readonly string[]>
  readonly subscribed: Set<string>
  readonly windowReads: number[]
  readonly pubsub: PubSub
  deliver(channel: string, text: string): void
  /** From now on a subscription is asked for but not confirmed. Answers what confirms it. */
  holdConfirmations(): () => void
  /** The connection was cut and is back. */
  comeBack(): void
}

function createFakeRedis(): FakeRedis {
  const listeners = new Map<string, (text: string) => void>()
  const reconnectListeners = new Set<() => void>()
  let held: Promise<void> | undefined
  const redis: FakeRedis = {
    isDown: false,
    isDeaf: false,
    windows: new Map(),
    subscribed: new Set(),
    windowReads: [],
    deliver(channel, text) {
      if (!redis.isDown && !redis.isDeaf) listeners.get(channel)?.(text)
    },
    holdConfirmations() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return () => {
        held = undefined
        resolve()
      }
    },
    comeBack() {
      redis.isDown = false
      for (const listener of reconnectListeners) listener()
    },
    pubsub: {
      publish: (channel, text) => {
        if (redis.isDown) return Promise.resolve(false)
        redis.deliver(channel, text)
        return Promise.resolve(true)
      },
      async subscribe(channel, listener) {
        if (redis.isDown) throw new Error('Redis is down')
        await held
        listeners.set(channel, listener)
        redis.subscribed.add(channel)
        return () => {
          listeners.delete(channel)
          redis.subscribed.delete(channel)
          return Promise.resolve()
        }
      },
      onReconnect(listener) {
        reconnectListeners.add(listener)
        return () => void reconnectListeners.delete(listener)
      },
    },
  }
  return redis
}

function sourceOf(postgres: FakePostgres, redis: FakeRedis): TopicSource {
  return {
    name: 'test',
    channelOf: (id) => id,
    readWindow(id, afterSeq) {
      redis.windowReads.push(afterSeq)
      return redis.isDown ? Promise.reject(new Error('Redis is down')) : Promise.resolve(redis.windows.get(id) ?? [])
    },
    readEvents(id, { afterSeq, limit }) {
      postgres.historyReads.push(afterSeq)
      return postgres.answer(() => postgres.after(id, afterSeq).slice(0, limit))
    },
    readHeads(ids) {
      postgres.headReads.push(ids)
      return postgres.answer(() => ({
        epoch: postgres.epoch,
        heads: new Map(ids.map((id) => [id, postgres.head(id)])),
      }))
    },
    resyncJson: (_id, { head, reason }) => JSON.stringify(`resync ${reason} at ${head.seq}`),
  }
}
