import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { z } from 'zod'
import { createDb, type Db } from '#db/client.ts'
import { sendMessage } from '#db/queries/messages.ts'
import { formatHubMessage } from '#server/realtime/hub/hub-message.ts'
import { command, serveMember } from '../harness/serve-member.ts'
import { prefixOf, realtimeSubjects } from '../subjects/realtime/realtime-subject.ts'

/**
 * Publishes through Redis at a steady pace, whatever becomes of it. For Plantão each message is stored in Postgres first,
 * for its gateways ask there whether they missed one; the moment that counts is that of the PUBLISH.
 */
const openArgs = z.object({
  redisUrl: z.string(),
  databaseUrl: z.string(),
  supabaseUrl: z.string(),
  serviceRoleKey: z.string(),
  prefix: z.string(),
})
const runArgs = z.object({
  subject: z.enum([...realtimeSubjects, 'raw_sse']),
  rooms: z.array(z.string()),
  perSecond: z.number(),
  seconds: z.number(),
  authorId: z.string(),
})

let redis: Redis | undefined
let db: Db | undefined
let prefix = ''
const seqs = new Map<string, number>()
const body = 'Bom dia, doutora. '.repeat(9)
const nowMs = (): number => performance.timeOrigin + performance.now()

function example(room: string, authorId: string) {
  const seq = (seqs.get(room) ?? 1) + 1
  seqs.set(room, seq)
  return {
    kind: 'message',
    conversationId: room,
    seq,
    id: randomUUID(),
    createdAt: new Date().toISOString(),
    author: { id: authorId, name: 'Marina Prado Sampaio', side: 'staff' },
    clientMsgId: randomUUID(),
    body,
  }
}

async function publishStored(room: string, authorId: string): Promise<{ key: string; atMs: number }> {
  if (!db || !redis) throw new Error('not open')
  const message = { conversationId: room, authorId, authorSide: 'staff', body, jobs: [] } as const
  const stored = await sendMessage(db, { ...message, eventId: randomUUID(), clientMsgId: randomUUID() })
  if (stored.status !== 'stored') throw new Error(`the message is ${stored.status}`)
  const { event, epoch } = stored
  const text = formatHubMessage({ position: { epoch, seq: event.seq }, json: JSON.stringify(event) })
  const atMs = nowMs()
  void redis.publish(`${prefix}chat:${room}`, text)
  return { key: `${room}:${event.seq}`, atMs }
}

function publishPlain(channel: string, room: string, authorId: string): { key: string; atMs: number } {
  const event = example(room, authorId)
  const atMs = nowMs()
  void redis?.publish(channel, JSON.stringify(event))
  return { key: `${room}:${event.seq}`, atMs }
}

/** Open loop: message n is due at n ÷ pace. */
async function run({ subject, rooms, perSecond, seconds, authorId }: z.output<typeof runArgs>) {
  const startedMs = performance.now()
  const published: (Promise<{ key: string; atMs: number }> | { key: string; atMs: number })[] = []
  const total = Math.round(perSecond * seconds)
  while (published.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedMs) / 1_000) * perSecond))
    while (published.length < due) {
      const room = rooms[published.length % rooms.length] ?? ''
      published.push(
        subject === 'plantao' ? publishStored(room, authorId) : publishPlain(prefixOf(subject) + room, room, authorId),
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return Promise.all(published)
}

serveMember({
  open: command(openArgs, async (args) => {
    redis = new Redis(args.redisUrl)
    prefix = args.prefix
    db = createDb({ ...args, applicationName: 'bench', log: pino({ level: 'silent' }) })
  }),
  run: command(runArgs, run),
})
