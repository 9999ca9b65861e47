import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { type Fanout, openFanout } from './harness/fanout.ts'
import { amount, say } from './harness/mode.ts'
import { installPeers } from './harness/peers.ts'
import { costOf } from './harness/process-cost.ts'
import { openRealtimeStage, type RealtimeStage } from './harness/realtime-stage.ts'
import { mapRecord } from './harness/rounds.ts'
import { ratio, round } from './harness/statistics.ts'
import { type RealtimeSubjectName, realtimeSubjects } from './subjects/realtime/realtime-subject.ts'

const firstSockets = amount(1_000, 50)
const moreSockets = amount(5_000, 200)
const perRoom = 10
/** Long enough for the garbage of the handshakes to be collected. */
const restMs = amount(15_000, 1_000)

/** What one more subscribed socket adds to the server's resident memory, once it serves a thousand. */
export async function run(): Promise<Report> {
  await installPeers(['peers/realtime'])
  await using stage = await openRealtimeStage({ people: 1_000 })
  const rooms = await stage.createRooms((firstSockets + moreSockets) / perRoom)
  const found = new Map<string, number>()
  for (const subject of realtimeSubjects) {
    const kb = await measure(stage, subject, rooms)
    say(`  ${subject.padEnd(12)} ${kb} KB per socket`)
    found.set(subject, kb)
  }
  const kbOf = (name: RealtimeSubjectName): number => found.get(name) ?? 0
  const peers = realtimeSubjects.filter((name) => name !== 'plantao')
  return {
    metrics: { rss_kb_per_socket: mapRecord([...realtimeSubjects], kbOf), sockets: moreSockets },
    ratios: Object.fromEntries(
      peers.map((name) => [`rss_kb_per_socket_vs_${name}`, ratio(kbOf('plantao'), kbOf(name))]),
    ),
  }
}

async function measure(stage: RealtimeStage, subject: RealtimeSubjectName, rooms: readonly string[]): Promise<number> {
  await using fanout = await openFanout(stage, {
    subject,
    rooms: rooms.slice(0, firstSockets / perRoom),
    sockets: firstSockets,
  })
  const before = await rested(fanout)
  const { cookies } = stage
  const later = { subject, port: fanout.port, rooms: rooms.slice(firstSockets / perRoom), count: moreSockets, cookies }
  await fanout.clients.ask('connect', later, z.unknown())
  return round((await rested(fanout)) - before)
}

/** The least of some readings, in KB per added socket. */
async function rested({ serverPid }: Fanout): Promise<number> {
  let leastBytes = Number.POSITIVE_INFINITY
  for (const endMs = performance.now() + restMs; performance.now() < endMs; ) {
    await new Promise((resolve) => setTimeout(resolve, 250))
    leastBytes = Math.min(leastBytes, costOf(serverPid).rssBytes)
  }
  return leastBytes / 1_024 / moreSockets
}
