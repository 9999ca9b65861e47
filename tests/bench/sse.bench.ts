import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { startMember } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { costOf } from './harness/process-cost.ts'
import { openRealtimeStage, type RealtimeStage } from './harness/realtime-stage.ts'
import { median, ratio, round } from './harness/statistics.ts'

const streams = amount(1_000, 50)
const load = { perSecond: amount(20, 10), seconds: amount(4, 1) }
const rounds = amount(5, 1)

/** A thousand event streams of one conversation, against `res.write` in a loop. */
export async function run(): Promise<Report> {
  await using stage = await openRealtimeStage({ people: streams })
  const rooms = await stage.createRooms(1)
  await using gateway = await stage.startGateway()
  const peer = await stage.startPeer('raw_sse')
  await using ours = await watch(stage, { port: gateway.port, pid: gateway.pid, rooms })
  await using theirs = await watch(stage, { port: peer.port, pid: peer.member.pid, rooms })
  const found = { plantao: [] as number[], raw_sse: [] as number[] }
  let [delivered, expected] = [0, 0]
  for (let turn = 0; turn <= rounds; turn += 1) {
    const pass = await ours.pass('plantao')
    const limit = await theirs.pass('raw_sse')
    say(
      `  round ${turn}/${rounds} plantao ${pass.cpuSPerMillion.toFixed(1)}, raw_sse ${limit.cpuSPerMillion.toFixed(1)}`,
    )
    if (turn === 0) continue
    found.plantao.push(pass.cpuSPerMillion)
    found.raw_sse.push(limit.cpuSPerMillion)
    delivered += pass.delivered
    expected += pass.expected
  }
  const cpu = { plantao: round(median(found.plantao)), raw_sse: round(median(found.raw_sse)) }
  return {
    metrics: { cpu_s_per_million: cpu, delivered, expected },
    ratios: { cpu_s_per_million_vs_raw_sse: ratio(cpu.plantao, cpu.raw_sse) },
  }
}

interface Watch {
  readonly port: number
  readonly pid: number
  readonly rooms: readonly string[]
}

async function watch(stage: RealtimeStage, { port, pid, rooms }: Watch) {
  const clients = await startMember('realtime-sse-clients')
  await clients.ask('connect', { port, room: rooms[0], count: streams, cookies: stage.cookies }, z.unknown())
  return {
    async pass(subject: 'plantao' | 'raw_sse') {
      await clients.ask('reset', {}, z.unknown())
      const before = costOf(pid).cpuS
      const args = { subject, rooms, ...load, authorId: stage.authorId }
      const published = await stage.publisher.ask('run', args, z.array(z.unknown()))
      const expected = published.length * streams
      let delivered = 0
      for (const endMs = performance.now() + 5_000; delivered < expected && performance.now() < endMs; ) {
        await new Promise((resolve) => setTimeout(resolve, 50))
        delivered = await clients.ask('delivered', {}, z.number())
      }
      return { delivered, expected, cpuSPerMillion: ((costOf(pid).cpuS - before) / delivered) * 1_000_000 }
    },
    [Symbol.asyncDispose]: () => clients[Symbol.asyncDispose](),
  }
}
