import type { Logger } from 'pino'
import { type LiveState, type Presence, typingLastsMs } from '#server/contracts/live.ts'
import type { LiveSignal } from '#server/contracts/signals.ts'
import type { Keys } from '#server/redis/keys.ts'
import type { PubSub } from '#server/redis/pubsub.ts'
import type { Mailbox } from '../mailbox.ts'
import { createRepeater } from '../repeater.ts'
import { createEar } from './ear.ts'
import type { Fleet } from './fleet.ts'
import type { LastSeen } from './last-seen.ts'
import type { PresenceStore } from './presence-store.ts'
import { createRoomState, type Presences, type RoomMember, type View } from './room-state.ts'
import { createTeller } from './teller.ts'

/** One conversation as one gateway follows it. */
export interface Room {
  /** Rejects when the members cannot be read; `leave` is called in any case. */
  enter(view: View, mailbox: Mailbox<LiveState>): Promise<void>
  /** The person stays for a moment: whoever reloads a page was not away. */
  leave(view: View, mailbox: Mailbox<LiveState>): void
  /** Makes good what Redis or Postgres could not do before. */
  repair(): Promise<void>
  /** Messages may have been missed. */
  readAgain(): Promise<void>
  /** Others may have forgotten this gateway's people. */
  tellAgain(): Promise<void>
  dropGateway(gatewayId: string, isProven: boolean): Promise<void>
  people(): readonly { readonly conversationId: string; readonly userId: string }[]
  close(): Promise<void>
}

export interface RoomOptions {
  readonly conversationId: string
  readonly gatewayId: string
  readonly readMembers: (conversationId: string) => Promise<readonly RoomMember[]>
  readonly presences: PresenceStore
  readonly lastSeen: LastSeen
  readonly pubsub: PubSub
  readonly keys: Keys
  readonly fleet: Pick<Fleet, 'isAlive' | 'meet'>
  /** Looks again who lives; never rejects. */
  readonly renewFleet: () => Promise<void>
  readonly clock: () => number
  readonly log: Logger
  readonly lingerMs: number
  /** Nobody is here any more, and everyone was told. */
  readonly onEmpty: () => void
}

/** What happens within this time is shown at once. */
const joinMs = 25

export function createRoom(options: RoomOptions): Room {
  const { conversationId, gatewayId, presences, pubsub, keys, fleet, clock, log } = options
  const channel = keys.liveChannel(conversationId)
  const state = createRoomState()
  const mailboxes = new Set<Mailbox<LiveState>>()
  const timers = new Set<NodeJS.Timeout>()
  let opening: Promise<void> | undefined
  let isDeaf = true
  let isBlind = true
  let shown = ''
  let isClosed = false

  const ear = createEar({ conversationId, pubsub, keys, onSignal: hear, onWritten })
  const teller = createTeller(state, send)
  /** Reads the members; asked for again meanwhile, it reads once more. */
  const learner = createRepeater(async () => {
    state.setMembers(await options.readMembers(conversationId))
    show()
  })
  const learn = () => void learner.run().catch((error) => log.debug({ err: error }, 'members not readable'))

  const after = (ms: number, act: () => void): void => {
    if (isClosed) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, ms)
    timers.add(timer)
  }

  let isShowing = false
  let awaitedLapseMs: number | undefined
  function show(): void {
    if (isShowing) return
    isShowing = true
    after(joinMs, () => {
      isShowing = false
      showNow()
    })
  }

  function showNow(): void {
    const nowMs = clock()
    const lapseMs = state.nextLapseMs(nowMs)
    if (lapseMs !== undefined && lapseMs !== awaitedLapseMs) after(lapseMs - nowMs, show)
    awaitedLapseMs = lapseMs
    const now = state.describe(conversationId, nowMs)
    const text = JSON.stringify(now)
    if (text === shown) return
    shown = text
    for (const mailbox of mailboxes) mailbox.put(now)
  }

  function hear(signal: LiveSignal): void {
    switch (signal.kind) {
      case 'presence':
        if (signal.gatewayId === gatewayId) return
        fleet.meet(signal.gatewayId)
        state.setOther(signal.gatewayId, signal.userId, signal.presence)
        // Whoever leaves was just seen for the last time, and that is in Postgres.
        if (signal.presence === 'offline' || !state.knows(signal.userId)) learn()
        break
      case 'view':
        state.setAway(signal.userId, signal.viewId, signal.isAway)
        void teller.tell()
        break
      case 'typing':
        if (signal.isTyping) state.setTyping(signal.userId, clock() + typingLastsMs)
        else state.endTyping(signal.userId)
        break
      case 'read':
        noteRead(signal.userId, signal.readSeq)
        break
      case 'members':
        learn()
        break
    }
    show()
  }

  function onWritten(authorId: string, seq: number): void {
    state.endTyping(authorId)
    noteRead(authorId, seq)
    show()
  }

  function noteRead(userId: string, seq: number): void {
    if (!state.knows(userId)) learn()
    else state.markRead(userId, seq)
  }

  async function send(userId: string, presence: Presence): Promise<void> {
    await presences.write(conversationId, userId, presence)
    const signal: LiveSignal = { kind: 'presence', gatewayId, userId, presence }
    if (!(await pubsub.publish(channel, JSON.stringify(signal)))) throw new Error('presence not published')
  }

  /** Subscribes first, so that nothing falls between what is read and what is heard. */
  async function open(): Promise<void> {
    await options.renewFleet()
    await listen()
    await Promise.all([readOthers(), learner.run()])
  }

  async function listen(): Promise<void> {
    if (!isDeaf) return
    try {
      await ear.open()
      isDeaf = false
    } catch (error) {
      log.debug({ err: error }, 'live channel not subscribed')
    }
  }

  async function readOthers(): Promise<void> {
    try {
      const found = await presences.read(conversationId)
      if ([...found.keys()].some((id) => !fleet.isAlive(id))) await options.renewFleet()
      state.replaceOthers(await withoutDead(found))
      isBlind = isDeaf
      show()
    } catch (error) {
      isBlind = true
      log.debug({ err: error }, 'presences not readable')
    }
  }

  async function withoutDead(found: Presences): Promise<Presences> {
    const alive = new Map<string, ReadonlyMap<string, 'online' | 'away'>>()
    for (const [id, people] of found) {
      if (fleet.isAlive(id)) alive.set(id, people)
      else await presences.forget(conversationId, id, [...people.keys()])
    }
    return alive
  }

  async function depart({ userId }: View): Promise<void> {
    if (state.ownPresence(userId) === 'offline') await options.lastSeen.touch([{ conversationId, userId }])
    await teller.tell()
    if (state.views.size > 0) learn()
    else endWhenEmpty()
  }

  function endWhenEmpty(): void {
    const isEmpty = state.views.size === 0 && mailboxes.size === 0
    if (isEmpty && teller.hasTakenAllLeave()) options.onEmpty()
  }

  return {
    async enter(view, mailbox) {
      mailboxes.add(mailbox)
      opening ??= open()
      const opened = opening
      try {
        await opened
        if (!state.knows(view.userId)) {
          await options.lastSeen.touch([{ conversationId, userId: view.userId }])
          await learner.run()
        }
      } catch (error) {
        if (opening === opened) opening = undefined
        throw error
      }
      // Told only now: whoever hears of a person looks for their name in Postgres.
      state.addView(view)
      void teller.tell()
      mailbox.put(state.describe(conversationId, clock()))
      show()
    },
    leave(view, mailbox) {
      mailboxes.delete(mailbox)
      mailbox.close()
      after(options.lingerMs, () => {
        state.removeView(view)
        void depart(view)
        show()
      })
    },
    async repair() {
      if (isDeaf) await listen()
      if (isBlind) await readOthers()
      await teller.tell()
      endWhenEmpty()
    },
    async readAgain() {
      learn()
      await readOthers()
    },
    async tellAgain() {
      teller.forget()
      await teller.tell()
    },
    async dropGateway(deadId, isProven) {
      const userIds = state.dropGateway(deadId)
      if (userIds.length === 0) return
      learn()
      show()
      if (isProven) await presences.forget(conversationId, deadId, userIds).catch(() => undefined)
    },
    people: () =>
      [...new Set([...state.views].map(({ userId }) => userId))].map((userId) => ({ conversationId, userId })),
    async close() {
      isClosed = true
      for (const timer of timers) clearTimeout(timer)
      for (const mailbox of mailboxes) mailbox.close()
      await ear.close()
    },
  }
}
