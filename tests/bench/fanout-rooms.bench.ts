import type { Report } from '#tests/support/cli/run-named.ts'
import { openFanout, passThrough, reportOf, resultOf, sayPass } from './harness/fanout.ts'
import { amount } from './harness/mode.ts'
import { installPeers } from './harness/peers.ts'
import { openRealtimeStage } from './harness/realtime-stage.ts'
import { mapRecord } from './harness/rounds.ts'
import { realtimeSubjects } from './subjects/realtime/realtime-subject.ts'

const sockets = amount(10_000, 200)
const perRoom = 10
const load = { perSecond: amount(1_000, 50), seconds: amount(6, 1) }
const rounds = amount(2, 1)

/**
 * 10 000 sockets in rooms of ten, 1 000 messages a second through Redis. One subject's sockets at a time, twice in turn:
 * all of them together would measure the machine's memory.
 */
export async function run(): Promise<Report> {
  await installPeers(['peers/realtime'])
  await using stage = await openRealtimeStage({ people: amount(1_000, 100) })
  const rooms = await stage.createRooms(sockets / perRoom)
  const passes = mapRecord<string, Awaited<ReturnType<typeof passThrough>>[]>([...realtimeSubjects], () => [])
  for (let turn = 1; turn <= rounds; turn += 1) {
    for (const subject of realtimeSubjects) {
      await using fanout = await openFanout(stage, { subject, rooms, sockets })
      await passThrough(stage, fanout, { ...load, rooms, seconds: 1 })
      const pass = await passThrough(stage, fanout, { ...load, rooms })
      passes[subject]?.push(pass)
      sayPass(fanout, pass, `round ${turn}/${rounds}`)
    }
  }
  return reportOf(mapRecord([...realtimeSubjects], (name) => resultOf(passes[name] ?? [])))
}
