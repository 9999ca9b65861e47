import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { z } from 'zod'
import { openDirect } from '#db/direct.ts'
import { waitUntil } from '#server/dev/wait-until.ts'
import type { Report } from '#tests/support/cli/run-named.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { startWorkerProcess, type WorkerProcess } from '#tests/support/worker-process.ts'
import { startBenchDatabase } from './harness/database.ts'
import { type Fleet, startMembers } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { startBenchServers } from './harness/servers.ts'
import { round, spreadOf } from './harness/statistics.ts'
import { createRandom } from './harness/zipf.ts'

const processes = 8
const workers = 3
const edits = amount(500, 20)
const kills = amount(50, 3)
/** Longer than any answer that would be acceptable. */
const givenUpMs = 15_000

/**
 * Somebody edits a row past the application. How long until each of eight processes, all of which hold the page in
 * memory, serves the new text? From before the UPDATE is sent to the last of the eight reads; then the same with
 * `kill -9` of the worker that leads the change feed, in turn right before and right after the edit.
 */
export async function run(): Promise<Report> {
  await using servers = await startBenchServers()
  await using database = await startBenchDatabase(servers.directory)
  const env = {
    SUPABASE_URL: database.supabaseUrl,
    SUPABASE_SERVICE_ROLE_KEY: database.serviceRoleKey,
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: servers.state.url,
    REDIS_CACHE_URL: servers.cache.url,
  }
  await using crew = await startCrew(env)
  await using fleet = await startMembers('cdc-member', processes)
  await fleet.askAll('open', { env }, z.unknown())
  const sql = openDirect({ databaseUrl: database.databaseUrl, applicationName: 'psql', maxConnections: 1 })
  try {
    const slugs = (await sql`select slug from public.products order by slug`).map(({ slug }) => z.string().parse(slug))
    const editor: Editor = { sql, fleet, slugs, random: createRandom(7), turn: 0 }
    await crew.leader()
    for (const slug of slugs) await fleet.askAll('read', { slug }, z.string())
    const loadsBefore = await countLoads(fleet)
    const usual = await measure(edits, () => editAndWait(editor))
    const loads = (await countLoads(fleet)) - loadsBefore
    say(`  ${edits} edits: ${JSON.stringify(spreadOf(usual))}`)
    const bereft = await measure(kills, (turn) => editAroundAKill(editor, crew, turn % 2 === 0))
    say(`  ${kills} edits with the leader killed: ${JSON.stringify(spreadOf(bereft))}`)
    const [spread, spreadAfterKill] = [spreadOf(usual), spreadOf(bereft)]
    return {
      metrics: {
        processes,
        workers,
        edits,
        kills,
        p50_ms: spread.p50_ms,
        p99_ms: spread.p99_ms,
        max_ms: spread.max_ms,
        p50_ms_after_leader_kill: spreadAfterKill.p50_ms,
        p99_ms_after_leader_kill: spreadAfterKill.p99_ms,
        max_ms_after_leader_kill: spreadAfterKill.max_ms,
        loads_per_edit: round(loads / edits),
        notes: [],
      },
      ratios: {},
    }
  } finally {
    await sql.end()
  }
}

interface Editor {
  readonly sql: postgres.Sql
  readonly fleet: Fleet
  readonly slugs: readonly string[]
  readonly random: () => number
  turn: number
}

async function measure(count: number, once: (turn: number) => Promise<number>): Promise<number[]> {
  const latenciesMs: number[] = []
  for (let turn = 0; turn < count; turn += 1) latenciesMs.push(await once(turn))
  return latenciesMs
}

/** Every process holds the page before; answers how long the slowest of them served the old one. */
async function editAndWait(editor: Editor, around: { before?: () => void; after?: () => void } = {}): Promise<number> {
  editor.turn += 1
  const name = `Edição ${editor.turn}`
  const slug = editor.slugs[editor.turn % editor.slugs.length] ?? ''
  const { fleet, sql } = editor
  for (const _ of [1, 2]) await fleet.askAll('read', { slug }, z.string())
  // Out of step with the polls of the feed.
  await sleep(editor.random() * 100)
  const fresh = fleet.askAll('waitFor', { slug, name, maxMs: givenUpMs }, z.number())
  around.before?.()
  const startedMs = Number(process.hrtime.bigint()) / 1e6
  await sql`update public.products set name = ${name} where slug = ${slug}`
  around.after?.()
  return Math.max(...(await fresh)) - startedMs
}

async function editAroundAKill(editor: Editor, crew: Crew, isKilledBefore: boolean): Promise<number> {
  const leader = await crew.leader()
  const kill = () => leader.send('SIGKILL')
  const latencyMs = await editAndWait(editor, isKilledBefore ? { before: kill } : { after: kill })
  await crew.replace(leader)
  return latencyMs
}

async function countLoads(fleet: Fleet): Promise<number> {
  const counts = await fleet.askAll('loads', {}, z.number())
  return counts.reduce((sum, loads) => sum + loads, 0)
}

interface Crew extends AsyncDisposable {
  /** Waits until one of the workers leads. */
  leader(): Promise<WorkerProcess>
  replace(worker: WorkerProcess): Promise<void>
}

/** Real worker processes, as in production. */
async function startCrew(env: Readonly<Record<string, string>>): Promise<Crew> {
  const hire = () => startWorkerProcess(testEnv({ LOG_LEVEL: 'info', ...env }), { LOG_LEVEL: 'info' })
  const crew = new Set(await Promise.all(Array.from({ length: workers }, hire)))
  const isUp = async (worker: WorkerProcess) => (await fetch(worker.healthUrl).catch(() => undefined))?.ok === true
  const waitFor = (worker: WorkerProcess) => waitUntil(() => isUp(worker), { what: 'a worker', timeoutMs: 30_000 })
  for (const worker of crew) await waitFor(worker)
  const findLeader = () => [...crew].find((worker) => worker.output().includes('leads the change feed'))
  return {
    async leader() {
      await waitUntil(() => findLeader() !== undefined, { what: 'a leader', timeoutMs: givenUpMs })
      const found = findLeader()
      if (!found) throw new Error('no leader')
      return found
    },
    async replace(worker) {
      crew.delete(worker)
      await worker[Symbol.asyncDispose]()
      const next = await hire()
      crew.add(next)
      await waitFor(next)
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...crew].map((worker) => worker[Symbol.asyncDispose]()))
    },
  }
}
