import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { type RedisProcess, startRedisProcess } from '#tests/support/redis-process.ts'
import { startMember } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { type PhaseResult, phaseResult } from './harness/open-loop.ts'
import { installPeers } from './harness/peers.ts'
import { mapRecord } from './harness/rounds.ts'
import { ratio, round, spreadOf } from './harness/statistics.ts'

const subjects = ['plantao', 'ioredis_defaults', 'bentocache'] as const
type Subject = (typeof subjects)[number]

const phases = ['before', 'frozen', 'thawed', 'killed', 'after'] as const

const ratePerS = 200
/** Whoever got no answer by then has left. */
const timeoutMs = 5_000
const paths = Array.from({ length: 500 }, (_, rank) => `/p${rank}`)
const pace = amount(1, 0.25)

/**
 * One service per subject answers 200 requests a second (open loop, 500 entries, Zipf) while their Redis is frozen
 * (SIGSTOP), thawed, killed (SIGKILL) and started again. Behind each cache a database of 5 ms.
 */
export async function run(): Promise<Report> {
  await installPeers()
  await using redis = await startRedisProcess()
  await using cleanup = new AsyncDisposableStack()
  const loads = await Promise.all(
    subjects.map(async (subject, index) => {
      const service = cleanup.use(await startMember('outage-member'))
      const url = `redis://127.0.0.1:${redis.port}`
      const options = { subject, stateUrl: url, cacheUrl: url, prefix: `${subject}:`, tagCount: 3, ttlMs: 3_600_000 }
      const port = await service.ask('listen', options, z.int())
      const load = cleanup.use(await startMember('load-member'))
      const target = { url: `http://127.0.0.1:${port}`, ratePerS, timeoutMs, paths, users: 100, seed: index + 1 }
      await load.ask('start', target, z.unknown())
      return { subject, load }
    }),
  )
  const enter = async (phase: string, seconds: number) => {
    say(`  ${phase}`)
    await Promise.all(loads.map(({ load }) => load.ask('enter', { phase }, z.unknown())))
    await sleep(seconds * 1_000 * pace)
  }
  await playOutage(redis, enter)
  const found = new Map<Subject, PhaseResult[]>()
  for (const { subject, load } of loads) found.set(subject, await load.ask('finish', {}, z.array(phaseResult)))
  return report(found)
}

async function playOutage(redis: RedisProcess, enter: (phase: string, seconds: number) => Promise<void>) {
  await enter('warm_up', 4)
  await enter('before', 6)
  redis.freeze()
  await enter('frozen', 10)
  redis.thaw()
  await enter('thawed', 6)
  await redis.kill()
  await enter('killed', 10)
  await redis.restart()
  await enter('after', 10)
}

function report(found: ReadonlyMap<Subject, readonly PhaseResult[]>): Report {
  const of = (subject: Subject) =>
    (found.get(subject) ?? []).filter(({ phase }) => !['start', 'warm_up'].includes(phase))
  const failedOf = (subject: Subject) => of(subject).reduce((sum, { failed }) => sum + failed, 0)
  const p99 = (subject: Subject, phase: string) =>
    spreadOf(of(subject).find((result) => result.phase === phase)?.latenciesMs ?? []).p99_ms
  for (const subject of subjects) {
    for (const { phase, requests, failed } of of(subject)) {
      say(`  ${subject.padEnd(16)} ${phase.padEnd(8)} p99 ${p99(subject, phase)} ms, failed ${failed} of ${requests}`)
    }
  }
  return {
    metrics: {
      requests_each: of('plantao').reduce((sum, { requests }) => sum + requests, 0),
      failed_requests: failedOf('plantao'),
      failed_requests_of: mapRecord(subjects, failedOf),
      latency: mapRecord(subjects, (subject) =>
        Object.fromEntries(of(subject).map(({ phase, latenciesMs }) => [phase, spreadOf(latenciesMs)])),
      ),
      p99_ms: mapRecord(phases, (phase) => p99('plantao', phase)),
      failures_of: mapRecord(subjects, (subject) => addUp(of(subject).map(({ failures }) => failures))),
      failed_share_of: mapRecord(subjects, (subject) =>
        Object.fromEntries(of(subject).map(({ phase, failed, requests }) => [phase, round(failed / requests)])),
      ),
    },
    ratios: {
      p99_ms_frozen_vs_ioredis_defaults: ratio(p99('plantao', 'frozen'), p99('ioredis_defaults', 'frozen')),
      p99_ms_killed_vs_ioredis_defaults: ratio(p99('plantao', 'killed'), p99('ioredis_defaults', 'killed')),
      p99_ms_frozen_vs_bentocache: ratio(p99('plantao', 'frozen'), p99('bentocache', 'frozen')),
      p99_ms_killed_vs_bentocache: ratio(p99('plantao', 'killed'), p99('bentocache', 'killed')),
    },
  }
}

function addUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const [what, count] of counts.flatMap((one) => Object.entries(one))) total[what] = (total[what] ?? 0) + count
  return total
}
