import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { startBenchDatabase } from './harness/database.ts'
import { type Member, startMember } from './harness/members.ts'
import { amount, isQuick, say } from './harness/mode.ts'
import { type PhaseResult, phaseResult } from './harness/open-loop.ts'
import { startBenchServers } from './harness/servers.ts'
import { ratio, round, type Spread, spreadOf } from './harness/statistics.ts'
import { startWebSite } from './harness/web-site.ts'

/** 100 people, each of whom opens a page every second; two of three pages are services, one is a lawyer. */
const users = 100
const ratePerS = { products: 67, agents: 33 } as const
const rounds = amount(4, 1)
const roundMs = amount(6_000, 3_000)
/** The catalogue is edited so often. */
const editEveryMs = 2_000
/** People change: no address comes so often that its limit would refuse it. */
const addresses = 4_000

const variants = ['cached', 'uncached'] as const
type Variant = (typeof variants)[number]
const kinds = ['products', 'agents'] as const
type Kind = (typeof kinds)[number]

/** The catalogue's procedures over HTTP with their cache and without, in turn, on the same servers. */
export async function run(): Promise<Report> {
  await using servers = await startBenchServers()
  await using database = await startBenchDatabase(servers.directory)
  await using cleanup = new AsyncDisposableStack()
  const env = {
    SUPABASE_URL: database.supabaseUrl,
    SUPABASE_SERVICE_ROLE_KEY: database.serviceRoleKey,
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: servers.state.url,
    REDIS_CACHE_URL: servers.cache.url,
    TRUSTED_PROXIES: '1',
  }
  const start = async (variant: Variant): Promise<Site> => {
    const api = cleanup.use(await startMember('catalogue-member'))
    const listening = { env: { ...env, REDIS_PREFIX: `${variant}:` }, isCached: variant === 'cached' }
    const port = await api.ask('listen', listening, z.int())
    const load = {
      products: cleanup.use(await startMember('load-member')),
      agents: cleanup.use(await startMember('load-member')),
    }
    return { api, load, url: `http://127.0.0.1:${port}`, results: { products: [], agents: [] } }
  }
  const sites = { cached: await start('cached'), uncached: await start('uncached') }
  const floor = await startFloor(cleanup, sites.cached.load)
  const catalogue = await sites.uncached.api.ask('paths', {}, pathsReply)
  for (const site of Object.values(sites)) await warmUp(site, catalogue)
  for (let turn = 1; turn <= rounds; turn += 1) {
    for (const variant of variants) {
      await visit(sites[variant], catalogue, turn)
      say(`  round ${turn}/${rounds} ${variant.padEnd(9)} ${describe(sites[variant], turn)}`)
    }
    await visit(floor, catalogue, turn)
    say(`  round ${turn}/${rounds} ${'raw HTTP'.padEnd(9)} ${describe(floor, turn)}`)
  }
  const session = await sites.cached.api.ask('readSessions', { count: amount(2_000, 200) }, spread)
  const told = { cached: await tell(sites.cached), uncached: await tell(sites.uncached) }
  const web = isQuick ? null : await visitWeb(sites.cached.load, catalogue)
  return report({ ...told, session, web, rawHttp: latenciesOf(floor) })
}

/** The limit: node:http and a Map, nothing else. What is left is this machine waking up a process for each request. */
async function startFloor(cleanup: AsyncDisposableStack, load: Site['load']): Promise<Visited> {
  const service = cleanup.use(await startMember('outage-member'))
  const nowhere = { stateUrl: '', cacheUrl: '', prefix: '', tagCount: 0, ttlMs: 3_600_000 }
  const port = await service.ask('listen', { subject: 'lru_cache', ...nowhere }, z.int())
  return { load, url: `http://127.0.0.1:${port}`, results: { products: [], agents: [] } }
}

/** The same visitors at the product's own web process: what Next adds to an answer. */
async function visitWeb(load: Site['load'], catalogue: Catalogue) {
  say('  the same at the web process that Next built')
  await using site = await startWebSite()
  const visitors = { load, url: `${site.url}/api/trpc`, results: { products: [], agents: [] } }
  // The first round compiles the code; nobody edits, for that is the business of another process.
  for (const turn of [1, 2]) await visit(visitors, catalogue, turn)
  const phases = [visitors.results.products, visitors.results.agents].flatMap(
    ([, second]: PhaseResult[]) => second ?? [],
  )
  return {
    ...spreadOf(phases.flatMap(({ latenciesMs }) => latenciesMs)),
    requests: phases.reduce((sum, { requests }) => sum + requests, 0),
    failed: phases.reduce((sum, { failed }) => sum + failed, 0),
  }
}

const pathsReply = z.object({
  products: z.array(z.string()),
  agents: z.array(z.string()),
  productIds: z.array(z.string()),
})
const spread = z.object({ p50_ms: z.number(), p99_ms: z.number(), max_ms: z.number() })
const cacheCounts = z.record(z.string(), z.record(z.string(), z.number()))

type Catalogue = z.infer<typeof pathsReply>

/** Where visitors go, and what they met there. */
interface Visited {
  readonly load: Readonly<Record<Kind, Member>>
  readonly url: string
  readonly results: Readonly<Record<Kind, PhaseResult[]>>
}

interface Site extends Visited {
  readonly api: Member
}

/** Afterwards the code is compiled, the connections are open, and nothing of the catalogue is in the cache. */
async function warmUp(site: Site, catalogue: Catalogue): Promise<void> {
  await visit(site, catalogue, 0)
  for (const kind of kinds) site.results[kind].length = 0
  await site.api.ask('forget', {}, z.unknown())
}

async function visit(site: Visited & Partial<Pick<Site, 'api'>>, catalogue: Catalogue, turn: number): Promise<void> {
  for (const kind of kinds) {
    const paths = shuffled(catalogue[kind])
    const options = { url: site.url, ratePerS: ratePerS[kind], timeoutMs: 5_000, paths, users: addresses, seed: turn }
    await site.load[kind].ask('start', options, z.unknown())
  }
  const endMs = performance.now() + roundMs
  for (let edit = 0; performance.now() < endMs; edit += 1) {
    await sleep(Math.min(editEveryMs, endMs - performance.now()))
    const productId = catalogue.productIds[(edit * 7 + turn) % catalogue.productIds.length]
    if (productId) await site.api?.ask('invalidate', { productId }, z.unknown())
  }
  for (const kind of kinds) site.results[kind].push(...(await site.load[kind].ask('finish', {}, z.array(phaseResult))))
}

/** Which pages are popular has nothing to do with how they are listed; the same in every round and variant. */
const shuffled = (paths: readonly string[]): string[] => paths.toSorted((a, b) => hashOf(a) - hashOf(b))

const hashOf = (text: string): number => {
  let hash = 7
  for (const character of text) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0
  return hash
}

function describe({ results }: Visited, turn: number): string {
  const of = (kind: Kind) => spreadOf(results[kind][turn - 1]?.latenciesMs ?? [])
  const [products, agents] = [of('products'), of('agents')]
  return `services p50 ${products.p50_ms} p99 ${products.p99_ms} ms, lawyers p50 ${agents.p50_ms} p99 ${agents.p99_ms} ms`
}

const latenciesOf = ({ results }: Visited): Spread =>
  spreadOf([...results.products, ...results.agents].flatMap(({ latenciesMs }) => latenciesMs))

interface Told {
  readonly requests: number
  readonly failed: number
  readonly all: Spread
  readonly products: Spread
  readonly agents: Spread
  readonly databaseQueries: number
  readonly limit: Spread
  readonly cache: z.infer<typeof cacheCounts>
}

async function tell({ api, results }: Site): Promise<Told> {
  const reply = z.object({ databaseQueries: z.number(), limit: spread, cache: cacheCounts })
  const told = await api.ask('tell', {}, reply)
  const phases = [...results.products, ...results.agents]
  const latencies = (of: readonly PhaseResult[]) => spreadOf(of.flatMap(({ latenciesMs }) => latenciesMs))
  return {
    ...told,
    requests: phases.reduce((sum, { requests }) => sum + requests, 0),
    failed: phases.reduce((sum, { failed }) => sum + failed, 0),
    all: latencies(phases),
    products: latencies(results.products),
    agents: latencies(results.agents),
  }
}

interface Findings extends Record<Variant, Told> {
  readonly session: Spread
  readonly rawHttp: Spread
  readonly web: Awaited<ReturnType<typeof visitWeb>> | null
}

function report({ cached, uncached, session, web, rawHttp }: Findings): Report {
  const counts = Object.values(cached.cache)
  const sum = (...names: string[]) =>
    counts.reduce((total, count) => total + names.reduce((subtotal, name) => subtotal + (count[name] ?? 0), 0), 0)
  const hits = sum('localHits', 'redisHits', 'stale')
  const hitRate = hits / (hits + sum('misses'))
  const queriesSaved = 1 - cached.databaseQueries / uncached.databaseQueries
  return {
    metrics: {
      users,
      requests_each: cached.requests,
      failed_requests: cached.failed,
      failed_requests_uncached: uncached.failed,
      hit_rate: round(hitRate),
      cache_counts: cached.cache,
      db_queries: cached.databaseQueries,
      db_queries_uncached: uncached.databaseQueries,
      db_queries_saved: round(queriesSaved),
      p50_ms: cached.all.p50_ms,
      p99_ms: cached.all.p99_ms,
      p50_ms_uncached: uncached.all.p50_ms,
      p99_ms_uncached: uncached.all.p99_ms,
      raw_http_ms: rawHttp,
      through_next: web,
      targets: {
        catalogue_ms: row({ before: uncached.products, after: cached.products, target: 5 }),
        agents_ms: row({ before: uncached.agents, after: cached.agents, target: 3 }),
        session_ms: { p50: session.p50_ms, p99: session.p99_ms, target: 1, is_met: session.p50_ms <= 1 },
        limit_decision_ms: {
          p50: cached.limit.p50_ms,
          p99: cached.limit.p99_ms,
          target: 1,
          is_met: cached.limit.p50_ms <= 1,
        },
        hit_rate: { reached: round(hitRate), target: 0.8, is_met: hitRate > 0.8 },
        db_load_saved: { reached: round(queriesSaved), target: 0.8, is_met: queriesSaved >= 0.8 },
        cached_answer_ms: { p99: cached.all.p99_ms, target: 50, is_met: cached.all.p99_ms < 50 },
      },
    },
    ratios: {
      p50_ms_vs_uncached: ratio(cached.all.p50_ms, uncached.all.p50_ms),
      p50_ms_vs_raw_http: ratio(cached.all.p50_ms, rawHttp.p50_ms),
      p99_ms_vs_uncached: ratio(cached.all.p99_ms, uncached.all.p99_ms),
      db_queries_vs_uncached: ratio(cached.databaseQueries, uncached.databaseQueries),
    },
  }
}

const row = ({ before, after, target }: { before: Spread; after: Spread; target: number }) => ({
  p50_uncached: before.p50_ms,
  p50_cached: after.p50_ms,
  p99_uncached: before.p99_ms,
  p99_cached: after.p99_ms,
  target,
  is_met: after.p50_ms <= target,
})
