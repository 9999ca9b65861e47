import { waitUntil } from '#server/dev/wait-until.ts'
import type { Report } from '#tests/support/cli/run-named.ts'
import type { WorkerProcess } from '#tests/support/worker-process.ts'
import { type JobsStage, openJobsStage } from './harness/jobs-stage.ts'
import type { Member } from './harness/members.ts'
import { amount } from './harness/mode.ts'
import { costOf } from './harness/process-cost.ts'
import { keysOf, type Measured, mapRecord, measured, measureInRounds } from './harness/rounds.ts'
import { sharedClockMs } from './harness/shared-clock.ts'
import { ratio, round } from './harness/statistics.ts'
import type { jobSubjectNames } from './subjects/jobs/job-subject.ts'

const perCall = 100
const calls = amount(100, 5)
const jobs = calls * perCall
/** Calls under way at once. */
const lanes = 4
const singles = { calls: amount(2_000, 200), perCall: 1, lanes: 20 }

/**
 * How fast jobs get into the queue. Raw BullMQ adds 100 at a time; pg-boss stores 100 in a transaction, and there they
 * are already in its queue; Plantão stores 100 in a transaction (`plantao_stored`), from where a relay, which is a worker
 * process whose consumers are paused, brings them into BullMQ: alone, with the outbox full (`plantao_relay`), and while
 * the transactions come (`plantao_end_to_end`, from the first call to the last job in the queue).
 * `single`: one job a call, 20 calls under way, as mutations do it.
 */
export async function run(): Promise<Report> {
  await using stage = await openJobsStage()
  const writers = {
    plantao: await stage.openMember('plantao'),
    raw_bullmq: await stage.openMember('raw_bullmq'),
    pg_boss: await stage.openMember('pg_boss'),
  }
  const relay = await stage.startWorker()
  const subjects = subjectsOf(stage, writers, relay)
  const names = keysOf(subjects)
  const serverS = new Map(names.map((name) => [name, { redis: 0, postgres: 0 }]))
  for (const name of names) await subjects[name]()
  const found = await measureInRounds(
    amount(7, 1),
    mapRecord(names, (name) => () => countServers(stage, serverS.get(name), subjects[name])),
  )
  const perMillion = (name: (typeof names)[number], server: 'redis' | 'postgres') =>
    round((serverS.get(name)?.[server] ?? 0) / ((amount(7, 1) * countOf(name)) / 1e6))
  const vs = (ours: keyof typeof found, theirs: keyof typeof found) => ratio(found[ours].opsPerS, found[theirs].opsPerS)
  return {
    metrics: {
      jobs_per_s: mapRecord(names, (name) => found[name].opsPerS),
      cpu_s_per_million: mapRecord(names, (name) => found[name].cpuSPerMillion),
      redis_cpu_s_per_million: mapRecord(names, (name) => perMillion(name, 'redis')),
      postgres_cpu_s_per_million: mapRecord(names, (name) => perMillion(name, 'postgres')),
      jobs,
      jobs_per_call: perCall,
      notes: [],
    },
    ratios: {
      jobs_per_s_vs_raw_bullmq: vs('plantao_relay', 'raw_bullmq'),
      jobs_per_s_end_to_end_vs_raw_bullmq: vs('plantao_end_to_end', 'raw_bullmq'),
      jobs_per_s_vs_pg_boss: vs('plantao_end_to_end', 'pg_boss'),
      jobs_per_s_stored_vs_pg_boss: vs('plantao_stored', 'pg_boss'),
      jobs_per_s_single_vs_raw_bullmq: vs('plantao_single', 'raw_bullmq_single'),
      jobs_per_s_single_vs_pg_boss: vs('plantao_single', 'pg_boss_single'),
      cpu_s_per_million_vs_raw_bullmq: ratio(found.plantao_relay.cpuSPerMillion, found.raw_bullmq.cpuSPerMillion),
    },
  }
}

const countOf = (name: string): number => (name.endsWith('_single') ? singles.calls : jobs)

type Writers = Readonly<Record<(typeof jobSubjectNames)[number], Member>>

function subjectsOf(stage: JobsStage, writers: Writers, relay: WorkerProcess) {
  const add = (member: Member, load: object = { calls, perCall, lanes }) => member.ask('add', load, measured)
  const afresh = async (work: () => Promise<Measured>): Promise<Measured> => {
    await emptied(stage)
    return work()
  }
  return {
    plantao_stored: () =>
      afresh(async () => {
        relay.send('SIGSTOP')
        return add(writers.plantao)
      }),
    /** Brings what `plantao_stored` has left. */
    plantao_relay: () =>
      timeRelay(stage, relay, async () => {
        relay.send('SIGCONT')
        return 0
      }),
    raw_bullmq: () => afresh(() => add(writers.raw_bullmq)),
    plantao_end_to_end: () =>
      afresh(() => timeRelay(stage, relay, async () => (await add(writers.plantao)).cpuSPerMillion)),
    pg_boss: () => afresh(() => add(writers.pg_boss)),
    plantao_single: () => afresh(() => add(writers.plantao, singles)),
    raw_bullmq_single: () => afresh(() => add(writers.raw_bullmq, singles)),
    pg_boss_single: () => afresh(() => add(writers.pg_boss, singles)),
  }
}

/** An empty queue whose consumers take nothing. */
async function emptied({ reset, queue }: JobsStage): Promise<void> {
  await reset()
  await queue.pause()
}

/** Until the last job is in the queue; processor time of the relay's process, and what `begin` says it cost elsewhere. */
async function timeRelay({ queue }: JobsStage, relay: WorkerProcess, begin: () => Promise<number>): Promise<Measured> {
  const cpuS = costOf(relay.pid).cpuS
  const startedMs = sharedClockMs()
  const cpuSPerMillionElsewhere = await begin()
  const isThere = async () => (await queue.getJobCountByTypes('wait', 'prioritized')) >= jobs
  await waitUntil(isThere, { what: 'the last job in the queue', timeoutMs: 60_000, everyMs: 5 })
  const wallS = (sharedClockMs() - startedMs) / 1_000
  const ownPerMillion = (costOf(relay.pid).cpuS - cpuS) / (jobs / 1e6)
  return { opsPerS: jobs / wallS, cpuSPerMillion: ownPerMillion + cpuSPerMillionElsewhere }
}

/** Adds what the servers spent meanwhile. */
async function countServers(
  stage: JobsStage,
  total: { redis: number; postgres: number } | undefined,
  work: () => Promise<Measured>,
): Promise<Measured> {
  const before = stage.serverCpuS()
  const found = await work()
  const after = stage.serverCpuS()
  if (total) {
    total.redis += after.redis - before.redis
    total.postgres += after.postgres - before.postgres
  }
  return found
}
