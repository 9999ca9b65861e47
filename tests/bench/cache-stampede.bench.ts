import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { startCacheFleet } from './harness/cache-fleet.ts'
import { amount, say } from './harness/mode.ts'
import { installPeers } from './harness/peers.ts'
import { mapRecord } from './harness/rounds.ts'
import { type BenchServers, startBenchServers } from './harness/servers.ts'
import { median, ratio, spreadOf } from './harness/statistics.ts'
import type { CacheSubjectName } from './subjects/cache-subject.ts'
import { openSourceOfTruth } from './subjects/source-of-truth.ts'

const processes = 8
const callers = 50
const loadMs = 100
const keys = amount(20, 2)
const subjects = ['plantao', 'bentocache', 'cacheable', 'layered_loader'] as const

/** 8 processes × 50 callers ask at once for a key that is in no cache; its load takes 100 ms. */
export async function run(): Promise<Report> {
  await installPeers()
  await using servers = await startBenchServers()
  const found = new Map<CacheSubjectName, Awaited<ReturnType<typeof stampede>>>()
  for (const subject of subjects) found.set(subject, await stampede(subject, servers))
  const of = (name: CacheSubjectName) => found.get(name) ?? { loads: 0, loadsMost: 0, spread: spreadOf([]) }
  return {
    metrics: {
      keys,
      callers: processes * callers,
      loads: of('plantao').loads,
      loads_most: of('plantao').loadsMost,
      loads_of: mapRecord(subjects, (name) => of(name).loads),
      latency: mapRecord(subjects, (name) => of(name).spread),
    },
    ratios: {
      loads_vs_bentocache: ratio(of('plantao').loads, of('bentocache').loads),
      loads_vs_cacheable: ratio(of('plantao').loads, of('cacheable').loads),
      loads_vs_layered_loader: ratio(of('plantao').loads, of('layered_loader').loads),
      p99_ms_vs_bentocache: ratio(of('plantao').spread.p99_ms, of('bentocache').spread.p99_ms),
    },
  }
}

async function stampede(subject: CacheSubjectName, servers: BenchServers) {
  await using fleet = await startCacheFleet({ subject, servers, processes })
  await using source = openSourceOfTruth(servers.state.url, fleet.prefix)
  const loads: number[] = []
  const latencies: number[] = []
  // One key more than is counted: the first opens connections and loads scripts.
  for (let key = 0; key <= keys; key += 1) {
    const before = await source.loads()
    const waits = await fleet.askAll('stampede', { id: `cold-${key}`, callers, loadMs }, z.array(z.number()))
    if (key === 0) continue
    loads.push((await source.loads()) - before)
    latencies.push(...waits.flat())
  }
  const spread = spreadOf(latencies)
  say(
    `  ${subject.padEnd(16)} loads per key ${loads.join(' ')}, callers waited p50 ${spread.p50_ms} p99 ${spread.p99_ms} ms`,
  )
  return { loads: median(loads), loadsMost: Math.max(...loads), spread }
}
