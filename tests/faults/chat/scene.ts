import { z } from 'zod'
import { type SentMessage, sendMessage } from '#db/queries/messages.ts'
import type { ChatEvent } from '#server/contracts/events.ts'
import { newId } from '#server/contracts/ids.ts'
import type { Member } from '#tests/bench/harness/members.ts'
import type { Random } from '#tests/support/random.ts'
import type { Cast } from './cast.ts'
import type { LedgerEvent } from './oracle.ts'
import { readLedger } from './read-ledger.ts'
import type { Ground, World } from './world.ts'

/** What a scenario may do while messages flow. */
export interface Scene extends SceneParts {
  readonly conversationIds: readonly string[]
  sleep(ms: number): Promise<void>
  /** New sessions for everyone, when Redis lost them. */
  signInAgain(): Promise<void>
  /** Messages that no limit slows down, stored and not published. */
  store(conversationId: string, count: number, body?: string): Promise<readonly Stored[]>
  /** Publishes what is stored, in this order, all in one go; as often as one likes. */
  publish(stored: readonly Stored[]): Promise<void>
  ledger(): Promise<LedgerEvent[]>
  /** Resolves when every screen shows its conversation's head; rejects after `withinMs`. */
  caughtUp(withinMs?: number): Promise<void>
  /** What the gateways count, added up: a name of `GET /metrics` without its prefix, with or without labels. */
  metric(name: string): Promise<number>
  /** Recorded in the table. */
  note(text: string): void
}

export interface SceneParts {
  readonly ground: Ground
  readonly world: World
  readonly cast: Cast
  /** Those who watch and write, in a process of their own: `tests/faults/members/chat-clients.ts`. */
  readonly clients: Member
  readonly random: Random
  readonly seed: number
}

/** An event, and the epoch that numbered it. */
export interface Stored {
  readonly epoch: string
  readonly event: ChatEvent
}

const heads = z.array(z.object({ conversationId: z.string(), seq: z.int() }))

export function createScene(parts: SceneParts, note: (text: string) => void): Scene {
  const { world, cast, clients } = parts
  const conversationIds = cast.visitors.map(({ conversationId }) => conversationId)
  const ledger = () => readLedger(world.services, conversationIds)
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

  async function whoIsBehind(): Promise<string[]> {
    const wanted = new Map((await ledger()).map(({ conversationId, seq }) => [conversationId, seq]))
    const shown = await clients.ask('heads', {}, heads)
    const behind = shown.filter(({ conversationId, seq }) => seq < (wanted.get(conversationId) ?? 0))
    return behind.map(({ conversationId, seq }) => `${seq} of ${wanted.get(conversationId)}`)
  }

  return {
    ...parts,
    ...{ conversationIds, sleep, ledger, note },
    async signInAgain() {
      await clients.ask('people', { apiUrl: world.apiUrl, people: await cast.signIn() }, z.unknown())
    },
    async store(conversationId, count, body = 'stored past the API') {
      const stored: Stored[] = []
      while (stored.length < count) stored.push(await storeOne(parts, conversationId, body))
      return stored
    },
    async publish(stored) {
      await Promise.all(stored.map(({ epoch, event }) => world.services.events.publish(epoch, event)))
    },
    async caughtUp(withinMs = 15_000) {
      const deadlineMs = performance.now() + withinMs
      for (;;) {
        const behind = await whoIsBehind()
        if (behind.length === 0) return
        if (performance.now() > deadlineMs) throw new Error(`${behind.length} screens never caught up: ${behind}`)
        await sleep(200)
      }
    },
    async metric(name) {
      const counts = await Promise.all(world.gateways.map((gateway) => gateway.metric(name)))
      return counts.reduce((total, count) => total + count, 0)
    },
  }
}

async function storeOne({ world, cast }: SceneParts, conversationId: string, body: string): Promise<Stored> {
  const sent = await sendMessage(world.services.db, {
    conversationId,
    authorId: cast.staff[0]?.userId ?? '',
    authorSide: 'staff',
    eventId: newId(),
    clientMsgId: newId(),
    body,
    jobs: [],
  })
  if (!isStored(sent)) throw new Error(`a message was not stored: ${sent.status}`)
  return { epoch: sent.epoch, event: sent.event }
}

const isStored = (sent: SentMessage): sent is Extract<SentMessage, { event: unknown }> => 'event' in sent
