import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { type JobsStage, openJobsStage } from './harness/jobs-stage.ts'
import type { Member } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { keysOf, mapRecord } from './harness/rounds.ts'
import { percentile, ratio, type Spread, spreadOf } from './harness/statistics.ts'
import { type JobSubjectName, jobSubjectNames } from './subjects/jobs/job-subject.ts'

const perSecond = 40
const seconds = amount(20, 3)
const rounds = amount(5, 1)

const produced = z.array(z.object({ key: z.string(), dueMs: z.number(), addedMs: z.number() }))
const started = z.array(z.object({ key: z.string(), atMs: z.number() }))

/**
 * From the commit of a transaction with a job in it (for raw BullMQ: from the answer of `add`) to the first line of the
 * job's handler, in another process, one job at a time at a fixed rate; and from the moment the job was due to be written,
 * which counts the write as well. One subject's processes work at a time, in turn.
 */
export async function run(): Promise<Report> {
  await using stage = await openJobsStage()
  const found: Record<JobSubjectName, Sample> = { plantao: empty(), raw_bullmq: empty(), pg_boss: empty() }
  const pairs = {
    plantao: await pair(stage, 'plantao'),
    raw_bullmq: await pair(stage, 'raw_bullmq'),
    pg_boss: await pair(stage, 'pg_boss'),
  }
  // Connections, prepared statements, compiled code.
  for (const name of jobSubjectNames) await measure(pairs[name], 2)
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of jobSubjectNames) {
      const sample = await measure(pairs[name], seconds)
      for (const key of keysOf(sample)) found[name][key].push(...sample[key])
      say(
        `  round ${round}/${rounds} ${name.padEnd(12)} commit to start ${JSON.stringify(spreadOf(sample.fromCommitMs))}`,
      )
    }
  }
  return report(found)
}

interface Sample {
  readonly fromCommitMs: number[]
  readonly fromDueMs: number[]
}

const empty = (): Sample => ({ fromCommitMs: [], fromDueMs: [] })

interface Pair {
  readonly writer: Member
  readonly worker: Member
}

async function pair(stage: JobsStage, subject: JobSubjectName): Promise<Pair> {
  const [writer, worker] = [await stage.openMember(subject), await stage.openMember(subject)]
  await worker.ask('work', {}, z.unknown())
  return { writer, worker }
}

async function measure({ writer, worker }: Pair, forS: number): Promise<Sample> {
  await worker.ask('reset', {}, z.unknown())
  const jobs = await writer.ask('produce', { perSecond, seconds: forS }, produced)
  await worker.ask('startedAll', { count: jobs.length, withinMs: 30_000 }, z.number())
  const startedAt = new Map((await worker.ask('starts', {}, started)).map(({ key, atMs }) => [key, atMs]))
  const sample = empty()
  for (const { key, dueMs, addedMs } of jobs) {
    const atMs = startedAt.get(key) ?? Number.POSITIVE_INFINITY
    // A handler may start before the writer has read the answer.
    sample.fromCommitMs.push(Math.max(0, atMs - addedMs))
    sample.fromDueMs.push(atMs - dueMs)
  }
  return sample
}

function report(found: Record<JobSubjectName, Sample>): Report {
  const spread = (of: keyof Sample): Record<JobSubjectName, Spread> =>
    mapRecord(jobSubjectNames, (name) => spreadOf(found[name][of]))
  const vs = (peer: JobSubjectName, rank: number) =>
    ratio(percentile(found.plantao.fromCommitMs, rank), percentile(found[peer].fromCommitMs, rank))
  const { plantao } = spread('fromCommitMs')
  return {
    metrics: {
      p50_ms: plantao.p50_ms,
      p99_ms: plantao.p99_ms,
      commit_to_start: spread('fromCommitMs'),
      due_to_start: spread('fromDueMs'),
      jobs_per_subject: found.plantao.fromCommitMs.length,
      per_second: perSecond,
      notes: [],
    },
    ratios: {
      p50_ms_vs_raw_bullmq: vs('raw_bullmq', 50),
      p99_ms_vs_raw_bullmq: vs('raw_bullmq', 99),
      p50_ms_vs_pg_boss: vs('pg_boss', 50),
      p99_ms_vs_pg_boss: vs('pg_boss', 99),
    },
  }
}
