import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Notification } from '#server/contracts/notifications.ts'
import type { Position } from '#server/contracts/positions.ts'
import { notificationSignal } from '#server/contracts/signals.ts'
import type { PubSub } from '#server/redis/pubsub.ts'
import { parseJson } from '../../parse-json.ts'
import { createBatcher } from '../batcher.ts'
import { createMailbox, type Mailbox, newestOnly } from '../mailbox.ts'
import { type Count, createDesk, type Desk } from './desk.ts'
import type { NotificationFeed, PlacedNotification } from './notification-feed.ts'
import type { NotificationSource } from './notification-source.ts'

interface NotificationFeedOptions {
  readonly source: NotificationSource
  readonly pubsub: Pick<PubSub, 'subscribe' | 'onReconnect'>
  readonly channelOf: (userId: string) => string
  readonly log: Logger
  /** How long a signal that never came can hide a notification, with up to `comparedPeople` connected. */
  readonly repairMs?: number
}

interface Person {
  readonly desk: Desk
  readonly bells: Set<Mailbox<true>>
  unsubscribe: (() => Promise<void>) | undefined
}

const comparedPeople = 1_000
/** Who is further behind reads the list instead. */
const longestReplay = 100

export function createNotificationFeed(options: NotificationFeedOptions): NotificationFeed {
  const { source, pubsub, channelOf, log, repairMs = 1_500 } = options
  const people = new Map<string, Person>()
  const stopping = new AbortController()
  const looking = createBatcher({ load: look, gatherMs: 10, batchSize: comparedPeople })
  let watching: Promise<void> | undefined
  /** Where the next comparison begins. */
  let turnAt = 0

  async function listen(userId: string, person: Person): Promise<void> {
    if (person.unsubscribe) return
    try {
      const unsubscribe = await pubsub.subscribe(channelOf(userId), (text) => {
        const signal = notificationSignal.safeParse(parseJson(text)).data
        if (!signal) return
        person.desk.hear(signal)
        if (person.desk.count()?.epoch === signal.epoch) ring(person)
        else void looking.ask(userId).catch(() => undefined)
      })
      if (people.get(userId) === person && !person.unsubscribe) person.unsubscribe = unsubscribe
      else await unsubscribe()
    } catch (error) {
      log.debug({ err: error }, 'notifications not subscribed')
    }
  }

  /** Reads where these people are. */
  async function look(userIds: readonly string[]): Promise<void> {
    const versions = new Map(userIds.map((id) => [id, people.get(id)?.desk.version() ?? 0]))
    const { epoch, heads, unread } = await source.readHeads(userIds)
    for (const userId of userIds) {
      const person = people.get(userId)
      if (!person) continue
      const count = { epoch, headSeq: heads.get(userId) ?? 0, unread: unread.get(userId) ?? 0 }
      person.desk.see(count, versions.get(userId) ?? 0)
      ring(person)
    }
  }

  function ring({ bells }: Person): void {
    for (const bell of bells) bell.put(true)
  }

  async function watchOver(): Promise<void> {
    while (people.size > 0 && !stopping.signal.aborted) {
      await delay(repairMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      const due = [...people].slice(turnAt, turnAt + comparedPeople)
      turnAt = turnAt + comparedPeople < people.size ? turnAt + comparedPeople : 0
      for (const [userId, person] of due) if (!person.unsubscribe) await listen(userId, person)
      await look(due.map(([userId]) => userId)).catch((error) =>
        log.debug({ err: error }, 'notifications not compared'),
      )
    }
  }

  function startWatching(): void {
    if (people.size === 0 || stopping.signal.aborted) return
    watching ??= watchOver().finally(() => {
      watching = undefined
      startWatching()
    })
  }

  const forgetReconnects = pubsub.onReconnect(() => {
    for (const userId of people.keys()) void looking.ask(userId).catch(() => undefined)
  })

  function enter(userId: string, bell: Mailbox<true>): Person {
    const person = people.get(userId) ?? { desk: createDesk(), bells: new Set(), unsubscribe: undefined }
    people.set(userId, person)
    person.bells.add(bell)
    startWatching()
    return person
  }

  function leave(userId: string, person: Person, bell: Mailbox<true>): void {
    bell.close()
    person.bells.delete(bell)
    if (person.bells.size > 0 || people.get(userId) !== person) return
    people.delete(userId)
    void person.unsubscribe?.()
  }

  async function* watch({
    userId,
    after,
    signal,
  }: Parameters<NotificationFeed['watch']>[0]): AsyncGenerator<PlacedNotification, void, undefined> {
    if (stopping.signal.aborted) return
    const bell = createMailbox<true>(newestOnly)
    const person = enter(userId, bell)
    try {
      await listen(userId, person)
      if (!person.desk.count()) await looking.ask(userId)
      const cursor = createCursor(after)
      bell.put(true)
      for await (const _rung of bell.values(signal)) {
        for (const event of await next(userId, person.desk, cursor)) yield event
      }
    } finally {
      leave(userId, person, bell)
    }
  }

  /** What this reader is owed; nothing while Postgres is away, which the next comparison makes good. */
  async function next(userId: string, desk: Desk, cursor: Cursor): Promise<PlacedNotification[]> {
    const count = desk.count()
    if (!count) return []
    if (!cursor.mayReplay(count)) return [cursor.jump(count)]
    try {
      const items = desk.after(cursor.seq()) ?? (await readAfter(userId, cursor.seq(), count))
      return cursor.advance(items, desk.count() ?? count)
    } catch (error) {
      log.debug({ err: error }, 'notifications not readable')
      return []
    }
  }

  async function readAfter(userId: string, afterSeq: number, count: Count): Promise<readonly Notification[]> {
    if (afterSeq >= count.headSeq) return []
    const page = await source.listAfter({ userId, afterSeq, limit: longestReplay })
    return page.epoch === count.epoch ? page.items : []
  }

  return {
    watch,
    stats: () => ({
      people: people.size,
      readers: [...people.values()].reduce((total, { bells }) => total + bells.size, 0),
    }),
    async close() {
      forgetReconnects()
      stopping.abort()
      await watching
      for (const { bells, unsubscribe } of people.values()) {
        for (const bell of bells) bell.close()
        await unsubscribe?.()
      }
      people.clear()
    },
  }
}

/** How far one reader has come, and which count it was told. */
interface Cursor {
  seq(): number
  mayReplay(count: Count): boolean
  /** Leaves out what lies between. */
  jump(count: Count): PlacedNotification
  advance(items: readonly Notification[], count: Count): PlacedNotification[]
}

function createCursor(after: Position | undefined): Cursor {
  let at = after
  let toldUnread: number | undefined

  const place = (seq: number, epoch: string, event: PlacedNotification['event']): PlacedNotification => {
    at = { epoch, seq }
    toldUnread = event.unread
    return { position: at, event }
  }
  const changed = ({ epoch, headSeq, unread }: Count, seq: number): PlacedNotification =>
    place(seq, epoch, { kind: 'changed', headSeq, unread })

  return {
    seq: () => at?.seq ?? 0,
    mayReplay: ({ epoch, headSeq }) =>
      at !== undefined && at.epoch === epoch && at.seq <= headSeq && headSeq - at.seq <= longestReplay,
    jump: (count) => changed(count, count.headSeq),
    advance(items, count) {
      const placed = items.map((notification) =>
        place(notification.seq, count.epoch, { kind: 'notified', notification, unread: count.unread }),
      )
      if (toldUnread !== count.unread) placed.push(changed(count, at?.seq ?? 0))
      return placed
    },
  }
}
