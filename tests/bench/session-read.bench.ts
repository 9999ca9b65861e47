import { z } from 'zod'
import { openDirect } from '#db/direct.ts'
import type { Report } from '#tests/support/cli/run-named.ts'
import { countCommands, sumOf } from './harness/count-commands.ts'
import { type BenchDatabase, startBenchDatabase } from './harness/database.ts'
import { type Member, startMember } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { costOf, cpuSOfFamily } from './harness/process-cost.ts'
import { type Measured, mapRecord, measured, measureInRounds } from './harness/rounds.ts'
import { type BenchServers, startBenchServers } from './harness/servers.ts'
import { median, ratio, round, type Spread, spreadOf } from './harness/statistics.ts'
import { fillTable } from './subjects/sessions/bench-sessions.ts'
import { type SessionSubjectName, sessionSubjectNames } from './subjects/sessions/session-subject.ts'

const names = sessionSubjectNames
const sessions = amount(10_000, 500)
const rounds = amount(7, 1)
const concurrency = 50
const spinMs = amount(2_000, 300)
/** Reads one after the other, in each round. */
const alone = amount(500, 50)
const counted = 1_000

type Members = Record<SessionSubjectName, Member>

/** One read of a session: ours, raw GET, and the same session as a row in Postgres. */
export async function run(): Promise<Report> {
  await using servers = await startBenchServers()
  await using database = await startBenchDatabase(servers.directory)
  await using cleanup = new AsyncDisposableStack()
  const sql = openDirect({ databaseUrl: database.databaseUrl, applicationName: 'bench', maxConnections: 1 })
  cleanup.defer(() => sql.end())
  await fillTable(sql, sessions)
  const members = await openMembers(cleanup, envOf(servers, database))
  await warmUp(members)
  const notes = createNotes()
  const found = await measureInRounds(
    rounds,
    mapRecord(names, (name) => () => measure({ name, member: members[name], servers, database, notes })),
  )
  const commands = await commandsPerRead(servers, members.plantao)
  return report({ found, notes, commands })
}

const envOf = ({ state, cache }: BenchServers, database: BenchDatabase) => ({
  SUPABASE_URL: database.supabaseUrl,
  SUPABASE_SERVICE_ROLE_KEY: database.serviceRoleKey,
  DATABASE_URL: database.databaseUrl,
  REDIS_URL: state.url,
  REDIS_CACHE_URL: cache.url,
  REDIS_PREFIX: 'bench:',
})

async function openMembers(cleanup: AsyncDisposableStack, env: Readonly<Record<string, string>>): Promise<Members> {
  const opened = new Map<SessionSubjectName, Member>()
  for (const subject of names) {
    const member = cleanup.use(await startMember('session-member'))
    await member.ask('open', { subject, env, sessions }, z.unknown())
    opened.set(subject, member)
  }
  return mapRecord(names, (name) => {
    const member = opened.get(name)
    if (!member) throw new Error(`${name} was not opened`)
    return member
  })
}

/** V8 settles on its machine code, the pools open their connections, the planner its plans. */
async function warmUp(members: Members): Promise<void> {
  for (const name of names) await members[name].ask('spin', { durationMs: spinMs, concurrency }, measured)
}

/** What the rounds leave beside throughput: single reads, and what they cost the servers in µs each. */
interface Notes {
  readonly aloneMs: Record<SessionSubjectName, number[]>
  readonly serverUs: Record<SessionSubjectName, number[]>
}

const createNotes = (): Notes => ({ aloneMs: mapRecord(names, () => []), serverUs: mapRecord(names, () => []) })

interface Measuring {
  readonly name: SessionSubjectName
  readonly member: Member
  readonly servers: BenchServers
  readonly database: BenchDatabase
  readonly notes: Notes
}

async function measure({ name, member, servers, database, notes }: Measuring): Promise<Measured> {
  notes.aloneMs[name].push(...(await member.ask('oneByOne', { count: alone }, z.array(z.number()))))
  const cpuS = () => costOf(servers.state.pid).cpuS + cpuSOfFamily(database.pid())
  const before = cpuS()
  const result = await member.ask('spin', { durationMs: spinMs, concurrency }, measured)
  notes.serverUs[name].push(((cpuS() - before) * 1e9) / (result.opsPerS * spinMs))
  return result
}

async function commandsPerRead(servers: BenchServers, member: Member): Promise<number> {
  const counts = await countCommands(servers.state.url, async () => {
    await member.ask('oneByOne', { count: counted }, z.unknown())
  })
  say(`  commands for ${counted} reads ${JSON.stringify([...counts])}`)
  return Number((sumOf(counts) / counted).toFixed(2))
}

interface Findings {
  readonly found: Record<SessionSubjectName, Measured>
  readonly notes: Notes
  readonly commands: number
}

function report({ found, notes, commands }: Findings): Report {
  const spreads = mapRecord(names, (name) => spreadOf(notes.aloneMs[name]))
  const { plantao } = spreads
  const opsVersus = (other: SessionSubjectName) => ratio(found.plantao.opsPerS, found[other].opsPerS)
  const p50Versus = (other: SessionSubjectName) => ratio(plantao.p50_ms, spreads[other].p50_ms)
  return {
    metrics: {
      sessions,
      p50_ms: plantao.p50_ms,
      p99_ms: plantao.p99_ms,
      read_ms: spreads,
      ops_per_s: mapRecord(names, (name) => found[name].opsPerS),
      cpu_s_per_million: mapRecord(names, (name) => found[name].cpuSPerMillion),
      server_us_per_read: mapRecord(names, (name) => round(median(notes.serverUs[name]))),
      redis_commands_per_read: commands,
      targets: { session_ms: row(spreads.supabase, plantao) },
    },
    ratios: {
      ops_per_s_vs_raw_get: opsVersus('raw_get'),
      ops_per_s_vs_postgres: opsVersus('postgres'),
      ops_per_s_vs_postgres_select: opsVersus('postgres_select'),
      ops_per_s_vs_supabase: opsVersus('supabase'),
      p50_ms_vs_raw_get: p50Versus('raw_get'),
      p50_ms_vs_postgres: p50Versus('postgres'),
      p50_ms_vs_postgres_select: p50Versus('postgres_select'),
      p50_ms_vs_supabase: p50Versus('supabase'),
      cpu_s_per_million_vs_raw_get: ratio(found.plantao.cpuSPerMillion, found.raw_get.cpuSPerMillion),
    },
  }
}

/** The row of the owner's table of targets: before, a session in the database that the site asks over HTTP. */
const row = (before: Spread, after: Spread) => ({
  p50_before: before.p50_ms,
  p50_after: after.p50_ms,
  p99_before: before.p99_ms,
  p99_after: after.p99_ms,
  target: 1,
  is_met: after.p50_ms <= 1,
})
