import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { openFanout } from './harness/fanout.ts'
import { startMember } from './harness/members.ts'
import { amount } from './harness/mode.ts'
import { openRealtimeStage } from './harness/realtime-stage.ts'
import { spreadOf } from './harness/statistics.ts'

const rooms = 20
const perSecond = amount(40, 20)
const seconds = amount(20, 2)

const sent = z.array(
  z.object({ key: z.string(), dueAtMs: z.number(), answeredAtMs: z.number(), committedAtMs: z.number() }),
)
const arrivals = z.array(z.object({ key: z.string(), atMs: z.number() }))

/**
 * From the moment a message was due to be sent, through the API's limits, session, Postgres and Redis, to the moment
 * another person's socket has it; with its parts. The moment of the commit is Postgres' own (the row's, before its commit).
 */
export async function run(): Promise<Report> {
  // Each may send 20 a minute.
  await using stage = await openRealtimeStage({ people: 60 })
  const ids = await stage.createRooms(rooms)
  await using fanout = await openFanout(stage, { subject: 'plantao', rooms: ids, sockets: rooms * 2 })
  await using api = await stage.startApi()
  await using senders = await startMember('realtime-senders')
  const load = { apiUrl: api.url, cookies: stage.cookies, rooms: ids }
  // Connections, prepared statements, compiled code.
  await senders.ask('run', { ...load, perSecond: 20, seconds: 3 }, sent)
  await fanout.clients.ask('reset', {}, z.unknown())
  const sends = await senders.ask('run', { ...load, perSecond, seconds }, sent)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const arrived = new Map((await fanout.clients.ask('arrivals', {}, arrivals)).map(({ key, atMs }) => [key, atMs]))
  const received = sends.flatMap((send) => {
    const atMs = arrived.get(send.key)
    return atMs === undefined ? [] : [{ ...send, atMs }]
  })
  return {
    metrics: {
      sent: sends.length,
      delivered: received.length,
      expected: Math.round(perSecond * seconds),
      send_to_received: spreadOf(received.map(({ atMs, dueAtMs }) => atMs - dueAtMs)),
      send_to_row: spreadOf(received.map(({ committedAtMs, dueAtMs }) => committedAtMs - dueAtMs)),
      row_to_received: spreadOf(received.map(({ atMs, committedAtMs }) => atMs - committedAtMs)),
      send_to_answer: spreadOf(received.map(({ answeredAtMs, dueAtMs }) => answeredAtMs - dueAtMs)),
    },
    ratios: {},
  }
}
