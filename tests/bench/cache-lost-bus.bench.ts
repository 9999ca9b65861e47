import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { startCacheFleet } from './harness/cache-fleet.ts'
import { connectAdmin } from './harness/count-commands.ts'
import type { Member } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { installPeers } from './harness/peers.ts'
import { type BenchServers, startBenchServers } from './harness/servers.ts'
import { startTcpProxy, type TcpProxy } from './harness/tcp-proxy.ts'
import type { CacheSubjectName } from './subjects/cache-subject.ts'

const subjects = ['plantao', 'bentocache', 'cacheable', 'layered_loader'] as const
const faults = ['killed', 'down_3_s', 'silent'] as const
type Fault = (typeof faults)[number]
/** Who is stale at the end of this is stale until the entry expires: an hour here. */
const watchedMs = amount(10_000, 1_500)

/**
 * A process holds an entry in memory; its subscription fails; another process changes the entry. `killed`: CLIENT KILL
 * of every subscriber. `down_3_s`: no subscription gets through for three seconds, commands do. `silent`: the
 * connection stays open and carries nothing. How long is the old value served?
 */
export async function run(): Promise<Report> {
  await installPeers()
  await using servers = await startBenchServers()
  const notes: string[] = []
  const found: Record<string, Record<string, Outcome | null>> = {}
  for (const subject of subjects) found[subject] = await failEachWay(subject, servers, notes)
  const ours = Object.values(found.plantao ?? {}).filter((outcome) => outcome !== null)
  if (ours.length < faults.length) throw new Error(`our own process failed: ${notes.join('; ')}`)
  return {
    metrics: {
      watched_ms: watchedMs,
      longest_stale_ms: Math.max(...ours.map(({ stale_ms }) => stale_ms)),
      longest_stale_beyond_reconnect_ms: Math.max(...ours.map(({ beyond_reconnect_ms }) => beyond_reconnect_ms)),
      stale_serves_after_reconnect: ours.reduce((sum, it) => sum + it.stale_serves_after_reconnect, 0),
      outcomes: found,
      notes,
    },
    ratios: {},
  }
}

interface Outcome {
  /** How long after the invalidation resolved the old value was still served. */
  readonly stale_ms: number
  readonly is_stale_to_the_end: boolean
  /** When the subscription was back; null: it never noticed. */
  readonly reconnect_ms: number | null
  readonly beyond_reconnect_ms: number
  readonly stale_serves: number
  readonly stale_serves_after_reconnect: number
}

async function failEachWay(subject: CacheSubjectName, servers: BenchServers, notes: string[]) {
  const outcomes: Record<string, Outcome | null> = {}
  for (const fault of faults) {
    outcomes[fault] = await failOnce({ subject, fault, servers }).catch((error: unknown) => {
      notes.push(`${subject}, ${fault}: ${error instanceof Error ? error.message : String(error)}`)
      return null
    })
    say(`  ${subject.padEnd(16)} ${fault.padEnd(9)} ${summarize(outcomes[fault])}`)
  }
  return outcomes
}

const summarize = (outcome: Outcome | null | undefined): string =>
  outcome
    ? `stale for ${outcome.stale_ms} ms${outcome.is_stale_to_the_end ? ' and on' : ''}, subscribed again after ${outcome.reconnect_ms ?? '—'} ms`
    : 'the process did not survive'

interface Failing {
  readonly subject: CacheSubjectName
  readonly fault: Fault
  readonly servers: BenchServers
}

async function failOnce({ subject, fault, servers }: Failing): Promise<Outcome> {
  await using stateProxy = await startTcpProxy(servers.state.port)
  await using cacheProxy = await startTcpProxy(servers.cache.port)
  const through = (url: string, { port }: TcpProxy) => url.replace(/:\d+$/, `:${port}`)
  await using watchers = await startCacheFleet({
    subject,
    servers,
    processes: 1,
    stateUrl: through(servers.state.url, stateProxy),
    cacheUrl: through(servers.cache.url, cacheProxy),
  })
  await using changers = await startCacheFleet({ subject, servers, processes: 1, prefix: watchers.prefix })
  const [watcher] = watchers.members
  const [changer] = changers.members
  if (!watcher || !changer) throw new Error('no member')
  await warmUp(watcher, changer)

  const proxies = [stateProxy, cacheProxy]
  const failedAtMs = performance.now()
  await fail(fault, proxies, servers)
  const version = await changer.ask('change', { id: 'entry' }, z.number())
  const changedAtMs = performance.now()
  const staleAtMs = await watcher.ask('watch', { id: 'entry', version, maxMs: watchedMs }, z.array(z.number()))
  const returnedAtMs = proxies.flatMap((proxy) => proxy.subscribedAt()).filter((moment) => moment > failedAtMs)
  return describe(staleAtMs, returnedAtMs.length > 0 ? Math.max(0, Math.min(...returnedAtMs) - changedAtMs) : null)
}

/** The watcher holds the entry, and a first change has travelled: the bus works. */
async function warmUp(watcher: Member, changer: Member): Promise<void> {
  for (const member of [watcher, changer]) await member.ask('read', { id: 'entry', loadMs: 1 }, z.number())
  const version = await changer.ask('change', { id: 'entry' }, z.number())
  const stale = await watcher.ask('watch', { id: 'entry', version, maxMs: 1_000 }, z.array(z.number()))
  if ((stale.at(-1) ?? 0) > 500) throw new Error('the bus did not work before it was broken')
}

async function fail(fault: Fault, proxies: readonly TcpProxy[], servers: BenchServers): Promise<void> {
  if (fault === 'down_3_s') for (const proxy of proxies) proxy.refuseSubscribers(3_000)
  if (fault === 'silent') for (const proxy of proxies) proxy.silenceSubscribers()
  if (fault !== 'killed') return
  for (const { url } of [servers.state, servers.cache]) {
    await using admin = connectAdmin(url)
    await admin.redis.call('CLIENT', ['KILL', 'TYPE', 'pubsub'])
  }
}

function describe(staleAtMs: readonly number[], reconnectMs: number | null): Outcome {
  const staleMs = Math.round(staleAtMs.at(-1) ?? 0)
  return {
    stale_ms: staleMs,
    is_stale_to_the_end: staleMs > watchedMs - 100,
    reconnect_ms: reconnectMs === null ? null : Math.round(reconnectMs),
    beyond_reconnect_ms: Math.max(0, Math.round(staleMs - (reconnectMs ?? 0))),
    stale_serves: staleAtMs.length,
    stale_serves_after_reconnect: reconnectMs === null ? 0 : staleAtMs.filter((moment) => moment > reconnectMs).length,
  }
}
