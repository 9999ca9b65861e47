import type { Report } from '#tests/support/cli/run-named.ts'
import { type Fanout, openFanout, passThrough, reportOf, resultOf, sayPass } from './harness/fanout.ts'
import { amount } from './harness/mode.ts'
import { installPeers } from './harness/peers.ts'
import { openRealtimeStage } from './harness/realtime-stage.ts'
import { mapRecord } from './harness/rounds.ts'
import { realtimeSubjects } from './subjects/realtime/realtime-subject.ts'

const subscribers = amount(2_000, 100)
const load = { perSecond: amount(20, 10), seconds: amount(4, 1) }
const rounds = amount(5, 1)

/** One conversation that 2 000 watch: what a delivery costs the server. All subjects side by side, measured in turn. */
export async function run(): Promise<Report> {
  await installPeers(['peers/realtime'])
  await using stage = await openRealtimeStage({ people: amount(1_000, 100) })
  const rooms = await stage.createRooms(1)
  await using cleanup = new AsyncDisposableStack()
  const fanouts: Fanout[] = []
  for (const subject of realtimeSubjects) {
    fanouts.push(cleanup.use(await openFanout(stage, { subject, rooms, sockets: subscribers })))
  }
  for (const fanout of fanouts) sayPass(fanout, await passThrough(stage, fanout, { rooms, ...load }), 'warm-up')
  const passes = mapRecord<string, Awaited<ReturnType<typeof passThrough>>[]>([...realtimeSubjects], () => [])
  for (let turn = 1; turn <= rounds; turn += 1) {
    for (const fanout of fanouts) {
      const pass = await passThrough(stage, fanout, { rooms, ...load })
      passes[fanout.subject]?.push(pass)
      sayPass(fanout, pass, `round ${turn}/${rounds}`)
    }
  }
  return reportOf(mapRecord([...realtimeSubjects], (name) => resultOf(passes[name] ?? [])))
}
