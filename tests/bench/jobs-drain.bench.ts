import { z } from 'zod'
import { waitUntil } from '#server/dev/wait-until.ts'
import type { Report } from '#tests/support/cli/run-named.ts'
import { type JobsStage, openJobsStage } from './harness/jobs-stage.ts'
import type { Member } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { costOf } from './harness/process-cost.ts'
import { mapRecord, measured } from './harness/rounds.ts'
import { sharedClockMs } from './harness/shared-clock.ts'
import { median, ratio, round } from './harness/statistics.ts'
import { type JobSubjectName, jobSubjectNames } from './subjects/jobs/job-subject.ts'

const jobs = amount(100_000, 2_000)
const rounds = amount(3, 1)
const perCall = 500
const givenUpMs = 600_000

/**
 * A backlog is worked off by one process whose handlers do nothing: Plantão from the outbox through relay and queue to
 * the last finish recorded in Postgres, raw BullMQ and pg-boss from their queues, each as many jobs at once as the
 * contract gives ours.
 */
export async function run(): Promise<Report> {
  await using stage = await openJobsStage()
  const found: Record<JobSubjectName, Drained[]> = { plantao: [], raw_bullmq: [], pg_boss: [] }
  for (let turn = 1; turn <= rounds; turn += 1) {
    for (const name of jobSubjectNames) {
      const drained = await drain(stage, name)
      found[name].push(drained)
      say(`  round ${turn}/${rounds} ${name.padEnd(12)} ${JSON.stringify(drained)}`)
    }
  }
  const each = (of: (drained: Drained) => number) =>
    mapRecord(jobSubjectNames, (name) => round(median(found[name].map(of))))
  const perS = each(({ jobsPerS }) => jobsPerS)
  return {
    metrics: {
      jobs,
      jobs_per_s: perS,
      started_per_s: each(({ startedPerS }) => startedPerS),
      cpu_s_per_million: each(({ cpuSPerMillion }) => cpuSPerMillion),
      redis_cpu_s_per_million: each(({ redisSPerMillion }) => redisSPerMillion),
      postgres_cpu_s_per_million: each(({ postgresSPerMillion }) => postgresSPerMillion),
      rss_mb: each(({ rssMb }) => rssMb),
      lost: found.plantao.reduce((sum, { lost }) => sum + lost, 0),
      doubled: found.plantao.reduce((sum, { doubled }) => sum + doubled, 0),
      notes: [],
    },
    ratios: {
      jobs_per_s_vs_raw_bullmq: ratio(perS.plantao, perS.raw_bullmq),
      jobs_per_s_vs_pg_boss: ratio(perS.plantao, perS.pg_boss),
    },
  }
}

interface Drained {
  /** To the end of the last. */
  readonly jobsPerS: number
  /** To the start of the last. */
  readonly startedPerS: number
  readonly cpuSPerMillion: number
  readonly redisSPerMillion: number
  readonly postgresSPerMillion: number
  readonly rssMb: number
  readonly lost: number
  readonly doubled: number
}

async function drain(stage: JobsStage, name: JobSubjectName): Promise<Drained> {
  await stage.reset()
  await fill(stage, name)
  await using worker = await stage.openMember(name)
  const [ownS, servers] = [costOf(worker.pid).cpuS, stage.serverCpuS()]
  const beganMs = sharedClockMs()
  await worker.ask('work', {}, z.unknown())
  await worker.ask('startedAll', { count: jobs, withinMs: givenUpMs }, z.number())
  const startedMs = sharedClockMs()
  if (name === 'plantao') await waitUntil(() => isRecorded(stage), { what: 'the last record', timeoutMs: 60_000 })
  const wallS = (sharedClockMs() - beganMs) / 1_000
  const [after, own] = [stage.serverCpuS(), costOf(worker.pid)]
  const perMillion = (spentS: number) => round(spentS / (jobs / 1e6))
  return {
    jobsPerS: Math.round(jobs / wallS),
    startedPerS: Math.round(jobs / ((startedMs - beganMs) / 1_000)),
    cpuSPerMillion: perMillion(own.cpuS - ownS),
    redisSPerMillion: perMillion(after.redis - servers.redis),
    postgresSPerMillion: perMillion(after.postgres - servers.postgres),
    rssMb: Math.round(own.rssBytes / 2 ** 20),
    ...(await count(worker)),
  }
}

/** By a process that is gone before the work begins. */
async function fill(stage: JobsStage, name: JobSubjectName): Promise<void> {
  await using writer: Member = await stage.openMember(name)
  await writer.ask('add', { calls: jobs / perCall, perCall, lanes: 2 }, measured)
}

async function isRecorded({ sql }: JobsStage): Promise<boolean> {
  const [row] =
    await sql`select count(*)::integer as open from public.outbox where name = 'notify-new-message' and outcome is null`
  return row?.open === 0
}

async function count(worker: Member): Promise<{ lost: number; doubled: number }> {
  const starts = await worker.ask('starts', {}, z.array(z.object({ key: z.string() })))
  const distinct = new Set(starts.map(({ key }) => key)).size
  return { lost: jobs - distinct, doubled: starts.length - distinct }
}
