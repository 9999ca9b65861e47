import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { startMember } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { openRealtimeStage } from './harness/realtime-stage.ts'
import { percentile, round } from './harness/statistics.ts'

const clients = amount(5_000, 100)
const perRoom = 10
const processes = 2
const patienceMs = 60_000
const nowMs = (): number => performance.timeOrigin + performance.now()

/**
 * 5 000 stock clients on one gateway, which is killed with -9 while messages are being sent; they come back to another.
 * How long until each is subscribed again and shows the message sent meanwhile, and how often history was read for it?
 */
export async function run(): Promise<Report> {
  await using stage = await openRealtimeStage({ people: amount(1_000, 100) })
  const rooms = await stage.createRooms(clients / perRoom)
  await using doomed = await stage.startGateway()
  await using next = await stage.startGateway()
  const gateways = [`127.0.0.1:${doomed.port}`, `127.0.0.1:${next.port}`]
  await using cleanup = new AsyncDisposableStack()
  const members = await Promise.all(Array.from({ length: processes }, () => startMember('realtime-stock-clients')))
  for (const member of members) cleanup.use(member)
  const count = clients / processes
  const { cookies, authorId } = stage
  await Promise.all(
    members.map((member, index) =>
      member.ask('connect', { gateways, rooms, count, cookies, offset: index * count }, z.unknown()),
    ),
  )
  say(`  ${clients} clients in ${rooms.length} conversations`)
  await Promise.all(members.map((member) => member.ask('waitFor', { seq: 2 }, z.unknown())))
  const killedAtMs = nowMs()
  process.kill(doomed.pid, 'SIGKILL')
  const load = { subject: 'plantao', rooms, perSecond: rooms.length, seconds: 1, authorId }
  await stage.publisher.ask('run', load, z.unknown())
  const moments = await until(async () => {
    const all = await Promise.all(members.map((member) => member.ask('moments', {}, z.array(z.number()))))
    return all.flat()
  })
  const waits = moments.filter((atMs) => atMs > 0).map((atMs) => atMs - killedAtMs)
  return {
    metrics: {
      clients,
      caught_up: waits.length,
      p50_ms: round(percentile(waits, 50)),
      p95_ms: round(percentile(waits, 95)),
      last_ms: round(percentile(waits, 100)),
      history_reads_per_conversation: round((await historyReads(next.url)) / rooms.length),
    },
    ratios: {},
  }
}

async function until(read: () => Promise<number[]>): Promise<number[]> {
  const deadlineMs = performance.now() + patienceMs
  for (;;) {
    const moments = await read()
    if (moments.every((atMs) => atMs > 0) || performance.now() > deadlineMs) return moments
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** As the gateway counts them: readings of history beyond what its memory held. */
async function historyReads(gatewayUrl: string): Promise<number> {
  const text = await (await fetch(`${gatewayUrl}/metrics`)).text()
  return text
    .split('\n')
    .filter((line) => line.startsWith('plantao_gateway_reads_total{of="history"}'))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}
