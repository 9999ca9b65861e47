import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { z } from 'zod'
import { openDirect } from '#db/direct.ts'
import { waitUntil } from '#server/dev/wait-until.ts'
import type { Report } from '#tests/support/cli/run-named.ts'
import { type Admin, connectAdmin, readCommandTotal } from './harness/count-commands.ts'
import { startBenchDatabase } from './harness/database.ts'
import { type Member, startMember } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { type PhaseResult, phaseResult } from './harness/open-loop.ts'
import { costOf } from './harness/process-cost.ts'
import { startBenchServers } from './harness/servers.ts'
import { ratio, round, type Spread, spreadOf } from './harness/statistics.ts'

const floodPerS = amount(1_000, 200)
const signInsPerS = amount(5, 3)
const phaseMs = amount(10_000, 1_000)
/** No one of them signs in more than five times a minute. */
const people = 100
/** A flood from few addresses, each asking for everybody; and one at a single person from ever other addresses. */
const kinds = {
  few_addresses: { addresses: 20, emails: Array.from({ length: 500 }, (_, number) => emailOf('flooded', number)) },
  one_person: { addresses: 10_000_000, emails: [emailOf('victim', 0)] },
} as const
type Kind = keyof typeof kinds

const variants = ['plantao', 'unlimited'] as const
type Variant = (typeof variants)[number]

/** A flood at the sign-in: what refusing it costs, and what people notice of it; beside it the same without limits. */
export async function run(): Promise<Report> {
  await using servers = await startBenchServers()
  await using database = await startBenchDatabase(servers.directory)
  await using cleanup = new AsyncDisposableStack()
  const sql = openDirect({ databaseUrl: database.databaseUrl, applicationName: 'bench', maxConnections: 1 })
  cleanup.defer(() => sql.end())
  await givePeople(sql)
  const admin = cleanup.use(connectAdmin(servers.state.url))
  const env = {
    SUPABASE_URL: database.supabaseUrl,
    SUPABASE_SERVICE_ROLE_KEY: database.serviceRoleKey,
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: servers.state.url,
    REDIS_CACHE_URL: servers.cache.url,
    TRUSTED_PROXIES: '1',
  }
  const open = async (variant: Variant): Promise<Site> => {
    const server = cleanup.use(await startMember('auth-server-member'))
    const listening = { env: { ...env, REDIS_PREFIX: `${variant}:` }, hasLimits: variant === 'plantao' }
    const port = await server.ask('listen', listening, z.int())
    const people = cleanup.use(await startMember('auth-load-member'))
    const flood = cleanup.use(await startMember('auth-load-member'))
    return { variant, server, people, flood, admin, sql, url: `http://127.0.0.1:${port}`, ...database }
  }
  const [plantao, unlimited] = [await open('plantao'), await open('unlimited')]
  return report({ plantao: await measure(plantao), unlimited: await measure(unlimited) })
}

interface Site {
  readonly variant: Variant
  readonly server: Member
  /** Who signs in, and who floods: processes of their own. */
  readonly people: Member
  readonly flood: Member
  readonly admin: Admin
  readonly sql: postgres.Sql
  readonly url: string
  readonly databaseUrl: string
}

function emailOf(kind: 'colleague' | 'flooded' | 'victim', number: number): string {
  return `${kind}-${number}@garcezpalha.example`
}

async function givePeople(sql: postgres.Sql): Promise<void> {
  await sql`
    insert into public.profiles (role, name, email)
    select 'attendant', 'Colega ' || number, 'colleague-' || number || '@garcezpalha.example'
    from generate_series(0, ${people - 1}) as number`
}

/** Addresses of the phases must not meet: each has a million of its own. */
let phasesSoFar = 0
const newAddresses = (): number => {
  phasesSoFar += 1
  return phasesSoFar << 20
}

interface Measured {
  readonly quiet: PhaseResult
  readonly flooded: PhaseResult
  readonly idleCommands: number
  readonly floods: Readonly<Record<Kind, FloodCost>>
}

interface FloodCost {
  readonly requests: number
  readonly notRefused: number
  readonly redisCommands: number
  readonly webUs: number
  readonly linksStored: number
}

async function measure(site: Site): Promise<Measured> {
  await signIns(site, amount(4_000, 500))
  const quiet = await signIns(site, phaseMs)
  const idleCommands = await commandsDuring(site, () => sleep(phaseMs))
  const floods = {
    few_addresses: await costOfFlood(site, 'few_addresses'),
    one_person: await costOfFlood(site, 'one_person'),
  }
  await startFlood(site, 'few_addresses')
  const flooded = await signIns(site, phaseMs)
  await finish(site.flood)
  const found = { quiet, flooded, idleCommands, floods }
  say(
    `  ${site.variant}: ${JSON.stringify({ quiet: spreadOf(quiet.latenciesMs), flooded: spreadOf(flooded.latenciesMs) })}`,
  )
  say(`  ${site.variant}: ${JSON.stringify({ idleCommands, floods })}`)
  return found
}

async function signIns({ people: load, url, databaseUrl }: Site, durationMs: number): Promise<PhaseResult> {
  const emails = Array.from({ length: people }, (_, number) => emailOf('colleague', number))
  const args = { url, ratePerS: signInsPerS, databaseUrl, emails, firstAddress: newAddresses() }
  await load.ask('startSignIns', args, z.unknown())
  await sleep(durationMs)
  return finish(load)
}

/** Until the limits refuse all of it. */
async function startFlood({ variant, flood, url }: Site, kind: Kind): Promise<void> {
  const args = { url, ratePerS: floodPerS, ...kinds[kind], firstAddress: newAddresses() }
  await flood.ask('startFlood', args, z.unknown())
  const isRefused = async () => variant === 'unlimited' || (await flood.ask('refusedForMs', {}, z.number())) > 500
  await waitUntil(isRefused, { what: 'limits that refuse the flood', timeoutMs: 30_000 })
}

async function costOfFlood(site: Site, kind: Kind): Promise<FloodCost> {
  await startFlood(site, kind)
  await site.flood.ask('enter', { phase: 'measured' }, z.unknown())
  const [linksBefore, cpuBefore] = [await countLinks(site), costOf(site.server.pid).cpuS]
  const redisCommands = await commandsDuring(site, () => sleep(phaseMs))
  const webS = costOf(site.server.pid).cpuS - cpuBefore
  const linksStored = (await countLinks(site)) - linksBefore
  const { requests, failed, failures } = await finish(site.flood)
  if (failed > 0) say(`  ${site.variant} ${kind}: ${JSON.stringify(failures)}`)
  return { requests, notRefused: failed, redisCommands, webUs: round((webS * 1e6) / requests), linksStored }
}

const countLinks = async ({ sql }: Site): Promise<number> => {
  const [row] = await sql`select count(*) as count from public.verification_tokens`
  return Number(row?.count)
}

/** The question itself is one. */
async function commandsDuring({ admin }: Site, work: () => Promise<unknown>): Promise<number> {
  const before = await readCommandTotal(admin.redis)
  await work()
  return (await readCommandTotal(admin.redis)) - before - 1
}

/** Of the last phase. */
async function finish(member: Member): Promise<PhaseResult> {
  const phases = await member.ask('finish', {}, z.array(phaseResult))
  const last = phases.at(-1)
  if (!last) throw new Error('nothing was sent')
  return last
}

function report({ plantao, unlimited }: Record<Variant, Measured>): Report {
  const told = { plantao: tell(plantao), unlimited: tell(unlimited) }
  const { few_addresses: few } = plantao.floods
  return {
    metrics: {
      flood_requests_per_s: floodPerS,
      sign_ins_per_s: signInsPerS,
      failed_requests: plantao.quiet.failed + plantao.flooded.failed,
      failures: { ...plantao.quiet.failures, ...plantao.flooded.failures },
      p50_ms: told.plantao.flooded.p50_ms,
      p99_ms: told.plantao.flooded.p99_ms,
      redis_commands_per_1000_refused: perThousand(plantao, 'few_addresses'),
      redis_commands_per_1000_refused_at_one_person: perThousand(plantao, 'one_person'),
      web_us_per_refusal: few.webUs,
      links_stored_by_flood: few.linksStored + plantao.floods.one_person.linksStored,
      ...told,
    },
    ratios: {
      p50_ms_vs_quiet: ratio(told.plantao.flooded.p50_ms, told.plantao.quiet.p50_ms),
      p99_ms_vs_quiet: ratio(told.plantao.flooded.p99_ms, told.plantao.quiet.p99_ms),
      p99_ms_vs_unlimited: ratio(told.plantao.flooded.p99_ms, told.unlimited.flooded.p99_ms),
      web_us_vs_unlimited: ratio(few.webUs, unlimited.floods.few_addresses.webUs),
    },
  }
}

/** What Redis does anyway is left out. */
function perThousand({ floods, idleCommands }: Measured, kind: Kind): number {
  const { redisCommands, requests } = floods[kind]
  return round((Math.max(0, redisCommands - idleCommands) * 1_000) / requests)
}

const tell = ({ quiet, flooded, floods, idleCommands }: Measured) => ({
  quiet: lookOf(quiet),
  flooded: lookOf(flooded),
  floods,
  redis_commands_idle: idleCommands,
})

const lookOf = ({ requests, failed, latenciesMs }: PhaseResult): Spread & { signIns: number; failed: number } => ({
  signIns: requests,
  failed,
  ...spreadOf(latenciesMs),
})
