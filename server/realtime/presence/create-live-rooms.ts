import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { LiveState } from '#server/contracts/live.ts'
import type { Keys } from '#server/redis/keys.ts'
import type { PubSub } from '#server/redis/pubsub.ts'
import type { RedisStore } from '#server/redis/store.ts'
import { createMailbox, newestOnly } from '../mailbox.ts'
import { createRepeater } from '../repeater.ts'
import { createFleet, type Fleet } from './fleet.ts'
import { createLastSeen, type Seen } from './last-seen.ts'
import type { LiveRooms } from './live-rooms.ts'
import { createPresenceStore } from './presence-store.ts'
import { createRoom, type Room } from './room.ts'
import type { RoomMember, View } from './room-state.ts'

export interface LiveRoomsOptions {
  readonly gatewayId: string
  readonly readMembers: (conversationId: string) => Promise<readonly RoomMember[]>
  readonly touchLastSeen: (seen: readonly Seen[]) => Promise<unknown>
  readonly store: RedisStore
  readonly pubsub: PubSub
  readonly keys: Keys
  readonly clock: () => number
  readonly log: Logger
  readonly times?: Partial<PresenceTimes>
}

/** A killed gateway's people are offline everywhere within `leaseMs + turnMs`. */
interface PresenceTimes {
  /** How often the lease is held on to, and others' are looked at. */
  readonly turnMs: number
  readonly leaseMs: number
  /** How long whoever left is still shown. */
  readonly lingerMs: number
  /** Everything is written and told again this often, in turns: what was lost comes back. */
  readonly refreshMs: number
}

const usualTimes: PresenceTimes = { turnMs: 2_000, leaseMs: 6_000, lingerMs: 2_000, refreshMs: 30_000 }

export function createLiveRooms(options: LiveRoomsOptions): LiveRooms {
  const { gatewayId, store, keys, clock, log } = options
  const times = { ...usualTimes, ...options.times }
  const rooms = new Map<string, Room>()
  const presences = createPresenceStore({ store, keys, gatewayId, lifeMs: 3 * times.refreshMs })
  const lastSeen = createLastSeen({ store: options.touchLastSeen, log })
  const lease = createRepeater(holdLease)
  const stopping = new AbortController()
  let fleet = newFleet()
  let turning: Promise<void> | undefined

  function newFleet(): Fleet {
    return createFleet({ blindMs: times.leaseMs, graceMs: 2 * times.turnMs })
  }

  /** Never rejects: while Redis is away nobody can be told anything. */
  async function holdLease(): Promise<void> {
    const report = await presences.holdLease(times.leaseMs).catch((error) => {
      log.debug({ err: error }, 'presence lease not renewed')
      return undefined
    })
    const { diedIds, isProven, mustTellAgain } = fleet.note(report, clock())
    if (diedIds.length > 0) log.info({ gateways: diedIds, isProven }, 'gateways out of sight')
    for (const room of rooms.values()) {
      for (const deadId of diedIds) void room.dropGateway(deadId, isProven)
      if (mustTellAgain) void room.tellAgain()
    }
  }

  async function turn(): Promise<void> {
    fleet = newFleet()
    const turnsToRefresh = Math.max(1, Math.round(times.refreshMs / times.turnMs))
    for (let count = 1; rooms.size > 0 && !stopping.signal.aborted; count += 1) {
      await delay(times.turnMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      await lease.run()
      await inChunks([...rooms.values()], (room) => room.repair())
      // A share of the rooms in each turn, so that not all are written again at once.
      const due = [...rooms.values()].filter((_room, index) => index % turnsToRefresh === count % turnsToRefresh)
      void lastSeen.touch(due.flatMap((room) => room.people()))
      await inChunks(due, async (room) => {
        await room.tellAgain()
        await room.readAgain()
      })
    }
  }

  function enter(conversationId: string): Room {
    const known = rooms.get(conversationId)
    if (known) return known
    const room = createRoom({
      ...options,
      conversationId,
      presences,
      lastSeen,
      fleet: { isAlive: (id) => fleet.isAlive(id), meet: (id) => fleet.meet(id) },
      renewFleet: () => lease.run(),
      lingerMs: times.lingerMs,
      onEmpty: () => {
        if (rooms.get(conversationId) === room) rooms.delete(conversationId)
        void room.close()
      },
    })
    rooms.set(conversationId, room)
    startTurning()
    return room
  }

  function startTurning(): void {
    if (rooms.size === 0 || stopping.signal.aborted) return
    turning ??= turn().finally(() => {
      turning = undefined
      // A room may have come in the moment the last one left.
      startTurning()
    })
  }

  const forgetReconnects = options.pubsub.onReconnect(() => {
    for (const room of rooms.values()) void room.readAgain()
  })

  async function* watch({
    conversationId,
    userId,
    viewId,
    signal,
  }: Parameters<LiveRooms['watch']>[0]): AsyncGenerator<LiveState, void, undefined> {
    if (stopping.signal.aborted) return
    const room = enter(conversationId)
    const mailbox = createMailbox<LiveState>(newestOnly)
    const view: View = { userId, viewId, isAway: false }
    try {
      await room.enter(view, mailbox)
      yield* mailbox.values(signal)
    } finally {
      room.leave(view, mailbox)
    }
  }

  return {
    watch,
    stats: () => ({
      rooms: rooms.size,
      views: [...rooms.values()].reduce((total, room) => total + room.people().length, 0),
    }),
    async close() {
      forgetReconnects()
      stopping.abort()
      await turning
      await lastSeen.touch([...rooms.values()].flatMap((room) => room.people()))
      // Its people are on their way to another gateway: a lease that soon ends shows them there without a gap.
      if (rooms.size > 0) await presences.holdLease(times.turnMs).catch(() => undefined)
      await Promise.all([...rooms.values()].map((room) => room.close()))
      rooms.clear()
    },
  }
}

const chunkSize = 100

async function inChunks<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += chunkSize) {
    await Promise.all(items.slice(start, start + chunkSize).map(act))
  }
}
