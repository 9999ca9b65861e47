import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import type { RealtimeSubjectName } from '../subjects/realtime/realtime-subject.ts'
import { type Member, startMember } from './members.ts'
import { say } from './mode.ts'
import { costOf } from './process-cost.ts'
import type { RealtimeStage } from './realtime-stage.ts'
import { keysOf, mapRecord } from './rounds.ts'
import { median, ratio, round, type Spread, spreadOf } from './statistics.ts'

/** A server of one subject and the sockets that listen to it. */
export interface Fanout extends AsyncDisposable {
  readonly subject: RealtimeSubjectName
  readonly serverPid: number
  readonly port: number
  readonly clients: Member
  /** How many sockets each room has. */
  readonly socketsPerRoom: number
}

interface OpenFanout {
  readonly subject: RealtimeSubjectName
  readonly rooms: readonly string[]
  readonly sockets: number
}

export async function openFanout(stage: RealtimeStage, { subject, rooms, sockets }: OpenFanout): Promise<Fanout> {
  const server = await startServer(stage, subject)
  const clients = await startMember('realtime-clients')
  const { cookies } = stage
  await clients.ask('connect', { subject, port: server.port, rooms, count: sockets, cookies }, z.unknown())
  return {
    subject,
    serverPid: server.pid,
    port: server.port,
    clients,
    socketsPerRoom: sockets / rooms.length,
    [Symbol.asyncDispose]: async () => {
      await clients[Symbol.asyncDispose]()
      await server.stop()
    },
  }
}

async function startServer(stage: RealtimeStage, subject: RealtimeSubjectName) {
  if (subject === 'plantao') {
    const part = await stage.startGateway()
    return { port: part.port, pid: part.pid, stop: () => part.stop() }
  }
  const { member, port } = await stage.startPeer(subject)
  return { port, pid: member.pid, stop: () => member[Symbol.asyncDispose]() }
}

export interface Load {
  readonly rooms: readonly string[]
  readonly perSecond: number
  readonly seconds: number
}

interface Pass {
  readonly delivered: number
  readonly expected: number
  readonly cpuSPerMillion: number
  /** From PUBLISH to a client's message event, of one socket per room. */
  readonly latenciesMs: readonly number[]
}

const stamps = z.array(z.object({ key: z.string(), atMs: z.number() }))

/** Publishes at the load's pace and waits until everything has arrived, or nothing more does. */
export async function passThrough(stage: RealtimeStage, fanout: Fanout, load: Load): Promise<Pass> {
  const { clients, serverPid, socketsPerRoom, subject } = fanout
  await clients.ask('reset', {}, z.unknown())
  const before = costOf(serverPid)
  const published = await stage.publisher.ask('run', { subject, ...load, authorId: stage.authorId }, stamps)
  const expected = published.length * socketsPerRoom
  const delivered = await settled(clients, expected)
  const cpuS = costOf(serverPid).cpuS - before.cpuS
  const arrivals = new Map((await clients.ask('arrivals', {}, stamps)).map(({ key, atMs }) => [key, atMs]))
  const latenciesMs = published.flatMap(({ key, atMs }) => {
    const arrivedMs = arrivals.get(key)
    return arrivedMs === undefined ? [] : [arrivedMs - atMs]
  })
  return { delivered, expected, cpuSPerMillion: (cpuS / delivered) * 1_000_000, latenciesMs }
}

const patienceMs = 3_000

async function settled(clients: Member, expected: number): Promise<number> {
  let delivered = 0
  let lastChangeMs = performance.now()
  for (;;) {
    const now = await clients.ask('delivered', {}, z.number())
    if (now !== delivered) lastChangeMs = performance.now()
    delivered = now
    if (delivered >= expected || performance.now() - lastChangeMs > patienceMs) return delivered
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export interface FanoutResult extends Spread {
  readonly cpu_s_per_million: number
  readonly delivered: number
  readonly expected: number
}

/** The median of a subject's passes; deliveries added up. */
export function resultOf(passes: readonly Pass[]): FanoutResult {
  const sum = (of: (pass: Pass) => number): number => passes.reduce((total, pass) => total + of(pass), 0)
  return {
    cpu_s_per_million: round(median(passes.map(({ cpuSPerMillion }) => cpuSPerMillion))),
    delivered: sum(({ delivered }) => delivered),
    expected: sum(({ expected }) => expected),
    ...spreadOf(passes.flatMap(({ latenciesMs }) => latenciesMs)),
  }
}

export const sayPass = ({ subject }: Fanout, pass: Pass, turn: string): void =>
  say(
    `  ${turn} ${subject.padEnd(12)} ${pass.cpuSPerMillion.toFixed(1)} CPU-s per million, ` +
      `${pass.delivered} of ${pass.expected}, p50 ${spreadOf(pass.latenciesMs).p50_ms} ms`,
  )

/** Ours against each. */
export function reportOf(results: Readonly<Record<string, FanoutResult>>): Report {
  const names = keysOf(results)
  const of = (name: string, key: 'cpu_s_per_million' | 'p50_ms' | 'p99_ms'): number => results[name]?.[key] ?? 0
  const peers = names.filter((name) => name !== 'plantao')
  const ratios = (key: 'cpu_s_per_million' | 'p50_ms' | 'p99_ms') =>
    Object.entries(mapRecord(peers, (name) => ratio(of('plantao', key), of(name, key)))).map(
      ([name, value]) => [`${key}_vs_${name}`, value] as const,
    )
  return {
    metrics: { ...results },
    ratios: Object.fromEntries([...ratios('cpu_s_per_million'), ...ratios('p50_ms'), ...ratios('p99_ms')]),
  }
}
