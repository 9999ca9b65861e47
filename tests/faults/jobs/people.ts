import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { consentVersion } from '#server/contracts/consent.ts'
import { newId } from '#server/contracts/ids.ts'
import { waitUntil } from '#server/dev/wait-until.ts'
import type { Random } from '#tests/support/random.ts'
import { type Cast, createCast } from '../chat/cast.ts'
import { connectHttp, type Person } from '../members/connect.ts'
import { sqlOf } from './clear-ground.ts'
import { forgetLimits } from './forget-limits.ts'
import type { Mutation } from './oracle.ts'
import { startAtLast } from './start-at-last.ts'
import type { JobsWorld } from './world.ts'

/** People who ask for things through the API, each call with the same id until it is answered. */
export interface People {
  /** Asks for so many jobs that reach a provider: two for a conversation, one for a reply over WhatsApp. */
  write(enqueues: number): Promise<void>
  /** false once everything asked for has been answered. */
  isWriting(): boolean
  mutations(): readonly Mutation[]
  /** New sessions for the staff, when Redis lost them. */
  signInAgain(): Promise<void>
}

/** Every one of them is told of every message: hundreds would make notifications of the run, and little else. */
const mostColleagues = 30
/** Each may send 20 messages a minute; beyond `mostColleagues` the limits are wiped while people write. */
const repliesEach = 15
const limitsWipedEveryMs = 5_000
const mostContacts = 100
const repliesPerContact = 5
/** Calls under way at once. */
const lanes = 16
const callTimeoutMs = 10_000
const pauseMs = 150

interface Plan {
  readonly id: string
  readonly kind: Mutation['kind']
}

/** @param replies how many replies there will be: as many colleagues as their limits ask for */
export async function createPeople(
  world: JobsWorld,
  { random, replies }: { random: Random; replies: number },
): Promise<People> {
  const cast = await createCast(world.services, {
    conversations: 0,
    staff: Math.min(mostColleagues, Math.ceil(replies / repliesEach)),
  })
  const conversationIds =
    replies === 0 ? [] : await placeContacts(world, Math.min(mostContacts, Math.ceil(replies / repliesPerContact)))
  const staff = await createDesk(cast)
  const acknowledged = new Map<Plan, boolean>()
  let writing = 0

  async function perform(plan: Plan): Promise<void> {
    acknowledged.set(plan, false)
    const attempt = plan.kind === 'reply' ? replyOf(plan) : startOf(plan)
    while (!(await isAnswered(attempt, staff))) await sleep(pauseMs)
    acknowledged.set(plan, true)
  }

  function startOf({ id }: Plan): () => Promise<unknown> {
    const person = { cookie: '', address: newAddress() }
    const client = connectHttp(world.apiUrl, () => person)
    const visitor = { name: `Pessoa ${id.slice(0, 8)}`, email: `${id}@faults.example` }
    const consent = { textVersion: consentVersion }
    const input = { requestId: id, clientMsgId: newId(), visitor, consent, body: 'Preciso de orientação.' }
    return () => client.conversations.start.mutate(input, { signal: AbortSignal.timeout(callTimeoutMs) })
  }

  function replyOf({ id }: Plan): () => Promise<unknown> {
    const who = staff.next()
    const conversationId = conversationIds[random.between(0, conversationIds.length - 1)] ?? ''
    const client = connectHttp(world.apiUrl, () => staff.person(who))
    const input = { conversationId, clientMsgId: id, body: `Resposta ${id.slice(0, 8)}` }
    return () => client.messages.send.mutate(input, { signal: AbortSignal.timeout(callTimeoutMs) })
  }

  return {
    async write(enqueues) {
      const plans = planOf(enqueues, { random, hasReplies: replies > 0 })
      writing += 1
      const wipe = setInterval(() => void forgetLimits(world.services).catch(() => undefined), limitsWipedEveryMs)
      const lane = async () => {
        for (let plan = plans.shift(); plan; plan = plans.shift()) await perform(plan)
      }
      await Promise.all(Array.from({ length: lanes }, lane))
      clearInterval(wipe)
      writing -= 1
    },
    isWriting: () => writing > 0,
    mutations: () => [...acknowledged].map(([plan, isAcknowledged]) => ({ ...plan, isAcknowledged })),
    signInAgain: () => startAtLast(() => staff.signIn()),
  }
}

/** Two thirds mails, one third replies, in an order by chance. */
function planOf(enqueues: number, { random, hasReplies }: { random: Random; hasReplies: boolean }): Plan[] {
  const plans: Plan[] = []
  for (let left = enqueues; left > 0; ) {
    const kind = hasReplies && (left === 1 || random.between(1, 2) === 1) ? 'reply' : 'conversation'
    plans.push({ id: kind === 'reply' ? newId() : randomUUID(), kind })
    left -= kind === 'reply' ? 1 : 2
  }
  return plans
}

/** A few people write over WhatsApp, by signed webhooks; answers their conversations. */
async function placeContacts({ simulator, services: { db } }: JobsWorld, contacts: number): Promise<string[]> {
  for (let number = 1; number <= contacts; number += 1) {
    const from = `55219${80_000_000 + number}`
    await simulator.emit('whatsapp', { type: 'message', from, name: `Contato ${number}`, body: 'Bom dia' })
  }
  const read = async (): Promise<string[]> => {
    const rows = await sqlOf(db)`select id from public.conversations where channel = 'whatsapp'`
    return rows.map(({ id }) => z.string().parse(id))
  }
  const isThere = async () => (await read()).length === contacts
  try {
    await waitUntil(isThere, { what: 'the conversations over WhatsApp', timeoutMs: 30_000 })
  } catch (error) {
    throw new Error(`${(await read()).length} of ${contacts} conversations over WhatsApp: ${await explain(db)}`, {
      cause: error,
    })
  }
  return read()
}

/** How far the jobs have come that bring them. */
async function explain(db: JobsWorld['services']['db']): Promise<string> {
  const rows = await sqlOf(db)`
    select name, outcome, attempts, relayed_at is not null as "isRelayed", history -> -1 ->> 'error' as error, count(*)
    from public.outbox group by 1, 2, 3, 4, 5`
  return JSON.stringify(rows)
}

interface Desk {
  next(): number
  person(index: number): Person
  signIn(): Promise<void>
}

async function createDesk(cast: Cast): Promise<Desk> {
  let people = await cast.signIn()
  let turn = 0
  return {
    next: () => {
      turn += 1
      return turn % Math.max(1, people.length)
    },
    person: (index) => people[index] ?? { cookie: '', address: newAddress() },
    signIn: async () => {
      people = await cast.signIn()
    },
  }
}

/** Whatever goes wrong is tried again, as a browser's outbox does. */
async function isAnswered(attempt: () => Promise<unknown>, staff: Desk): Promise<boolean> {
  try {
    await attempt()
    return true
  } catch (error) {
    if (String(error).includes('UNAUTHORIZED')) await staff.signIn().catch(() => undefined)
    return false
  }
}

let lastAddress = 0

/** Each caller with limits of its own: an address in a /64 of the documentation range. */
function newAddress(): string {
  lastAddress += 1
  return `2001:db8:${(lastAddress >> 16).toString(16)}:${(lastAddress & 0xffff).toString(16)}::1`
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
