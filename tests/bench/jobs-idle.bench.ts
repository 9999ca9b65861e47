import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { queues } from '#server/contracts/jobs.ts'
import type { Report } from '#tests/support/cli/run-named.ts'
import { countCommands, sumOf } from './harness/count-commands.ts'
import { type JobsStage, openJobsStage } from './harness/jobs-stage.ts'
import { amount, say } from './harness/mode.ts'
import { costOf } from './harness/process-cost.ts'
import { ratio, round } from './harness/statistics.ts'

const seconds = amount(60, 6)
/** What a start leaves to be done: scripts, a first poll of everything, a leader. */
const settleS = amount(20, 3)

/**
 * What a whole worker asks of Redis and Postgres while nothing happens: relay, one consumer for each queue of the
 * contract, schedules, change feed. Counted by MONITOR, without PINGs, also without what scripts call inside the server.
 * Beside it as many consumers of raw BullMQ with its own settings, which do nothing else.
 */
export async function run(): Promise<Report> {
  await using stage = await openJobsStage()
  const count = Object.keys(queues).length
  const ours = await stage.startWorker()
  const plantao = await watch(stage, ours.pid)
  await ours[Symbol.asyncDispose]()
  await stage.reset()
  const raw = await stage.openMember('raw_bullmq', { idleQueues: count - 1 })
  await raw.ask('work', {}, z.unknown())
  const peer = await watch(stage, raw.pid)
  return {
    metrics: {
      redis_commands_per_s: plantao.commandsPerS,
      redis_commands: plantao.commands,
      database_transactions_per_s: plantao.transactionsPerS,
      cpu_ms_per_s: plantao.cpuMsPerS,
      raw_bullmq: {
        redis_commands_per_s: peer.commandsPerS,
        redis_commands: peer.commands,
        cpu_ms_per_s: peer.cpuMsPerS,
      },
      queues: count,
      seconds,
      notes: [],
    },
    ratios: { redis_commands_per_s_vs_raw_bullmq: ratio(plantao.commandsPerS, peer.commandsPerS) },
  }
}

async function watch(stage: JobsStage, pid: number) {
  await sleep(settleS * 1_000)
  const [cpuS, transactions] = [costOf(pid).cpuS, await countTransactions(stage)]
  const counts = await countCommands(stage.redisUrl, () => sleep(seconds * 1_000))
  const found = {
    commandsPerS: round(sumOf(counts) / seconds),
    commands: Object.fromEntries(counts),
    transactionsPerS: round(((await countTransactions(stage)) - transactions) / seconds),
    cpuMsPerS: round(((costOf(pid).cpuS - cpuS) * 1_000) / seconds),
  }
  say(`  ${JSON.stringify(found)}`)
  return found
}

/** Of all backends of the product's database; they report at most once a second. */
async function countTransactions({ sql }: JobsStage): Promise<number> {
  const [row] =
    await sql`select xact_commit + xact_rollback as total from pg_stat_database where datname = current_database()`
  return Number(row?.total)
}
