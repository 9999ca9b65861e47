import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type postgres from 'postgres'
import { z } from 'zod'
import { openDirect } from '#db/direct.ts'
import { queues } from '#server/contracts/jobs.ts'
import { waitUntil } from '#server/dev/wait-until.ts'
import { createKeys } from '#server/redis/keys.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { startWorkerProcess, type WorkerProcess } from '#tests/support/worker-process.ts'
import type { JobSubjectName } from '../subjects/jobs/job-subject.ts'
import { connectAdmin } from './count-commands.ts'
import { startBenchDatabase } from './database.ts'
import { type Member, startMember } from './members.ts'
import { installPeers } from './peers.ts'
import { costOf, cpuSOfFamily } from './process-cost.ts'
import { startBenchServers } from './servers.ts'

/** Redis and Postgres as in production, for Plantão and its peers alike. */
export interface JobsStage extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>
  readonly redisUrl: string
  readonly admin: Redis
  readonly sql: postgres.Sql
  /** The product's queue that the benchmarks' jobs go to. */
  readonly queue: Queue
  /** A process that writes or does jobs of this subject. */
  openMember(subject: JobSubjectName, options?: { readonly idleQueues?: number }): Promise<Member>
  /** A real worker process, healthy; it ends with the stage. */
  startWorker(): Promise<WorkerProcess>
  /** An empty Redis, an empty outbox, an empty table of the peer. */
  reset(): Promise<void>
  /** Processor seconds of the servers so far. */
  serverCpuS(): { readonly redis: number; readonly postgres: number }
}

const prefix = 'bench:'
/** Peers work on as many jobs at once as the product's queue. */
const { concurrency } = queues.notifications

export async function openJobsStage(): Promise<JobsStage> {
  await installPeers(['peers/jobs'])
  await using cleanup = new AsyncDisposableStack()
  const servers = cleanup.use(await startBenchServers())
  const database = cleanup.use(await startBenchDatabase(servers.directory))
  const env = {
    SUPABASE_URL: database.supabaseUrl,
    SUPABASE_SERVICE_ROLE_KEY: database.serviceRoleKey,
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: servers.state.url,
    REDIS_CACHE_URL: servers.cache.url,
    REDIS_PREFIX: prefix,
  }
  const { redis: admin } = cleanup.use(connectAdmin(servers.state.url))
  const sql = openDirect({ databaseUrl: database.databaseUrl, applicationName: 'bench', maxConnections: 2 })
  cleanup.defer(() => sql.end())
  const keys = createKeys(prefix)
  const queue = new Queue(keys.queueName('notifications'), { connection: admin, prefix: keys.queuePrefix() })
  queue.on('error', () => undefined)
  cleanup.defer(() => queue.close())
  const kept = cleanup.move()
  return {
    ...{ env, admin, sql, queue, redisUrl: servers.state.url },
    async openMember(subject, options = {}) {
      const member = kept.use(await startMember('jobs-member'))
      await member.ask('open', { subject, env, concurrency, ...options }, z.unknown())
      return member
    },
    async startWorker() {
      const worker = kept.use(await startWorkerProcess(testEnv(env)))
      const isUp = async () => (await fetch(worker.healthUrl).catch(() => undefined))?.ok === true
      await waitUntil(isUp, { what: 'a worker', timeoutMs: 30_000 })
      return worker
    },
    async reset() {
      await sql`truncate table public.outbox cascade`
      const [{ isThere } = { isThere: false }] = await sql`select to_regclass('pgboss.job') is not null as "isThere"`
      if (isThere === true) await sql`truncate table pgboss.job`
      await admin.flushall()
    },
    serverCpuS: () => ({ redis: costOf(servers.state.pid).cpuS, postgres: cpuSOfFamily(database.pid()) }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
