import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { startCacheFleet } from './harness/cache-fleet.ts'
import { connectAdmin, readCommandTotal } from './harness/count-commands.ts'
import type { Member } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { installPeers } from './harness/peers.ts'
import { measured, measureInRounds } from './harness/rounds.ts'
import { type BenchServers, startBenchServers } from './harness/servers.ts'
import { ratio } from './harness/statistics.ts'
import type { CacheSubjectName } from './subjects/cache-subject.ts'

const entries = 1_000
const roundMs = amount(1_000, 200)

/** Hits in the process's own memory: 1 000 entries of about 1 KB, read one after the other. */
export async function run(): Promise<Report> {
  await installPeers()
  await using servers = await startBenchServers()
  await using cleanup = new AsyncDisposableStack()
  const open = async (subject: CacheSubjectName, tagCount: 0 | 3) => {
    const fleet = cleanup.use(await startCacheFleet({ subject, servers, processes: 1, tagCount }))
    const [member] = fleet.members
    if (!member) throw new Error('no member')
    await member.ask('fill', { count: entries }, z.unknown())
    return member
  }
  const members = {
    plantao: await open('plantao', 0),
    plantao_3_tags: await open('plantao', 3),
    bentocache: await open('bentocache', 0),
    bentocache_3_tags: await open('bentocache', 3),
    cacheable: await open('cacheable', 0),
    layered_loader: await open('layered_loader', 0),
    lru_cache: await open('lru_cache', 0),
  }
  const hot = (member: Member) => () =>
    member.ask('spinHits', { count: entries, durationMs: roundMs, concurrency: 1 }, measured)
  const found = await measureInRounds(amount(7, 1), {
    plantao: hot(members.plantao),
    bentocache: hot(members.bentocache),
    lru_cache: hot(members.lru_cache),
    plantao_3_tags: hot(members.plantao_3_tags),
    bentocache_3_tags: hot(members.bentocache_3_tags),
    cacheable: hot(members.cacheable),
    layered_loader: hot(members.layered_loader),
  })
  const opsPerS = Object.fromEntries(Object.entries(found).map(([name, { opsPerS }]) => [name, opsPerS]))
  const cpu = Object.fromEntries(Object.entries(found).map(([name, it]) => [name, it.cpuSPerMillion]))
  return {
    metrics: {
      ops_per_s: opsPerS,
      cpu_s_per_million: cpu,
      redis_commands_per_hot_read: await commandsPerHotRead(servers, hot(members.plantao_3_tags)),
    },
    ratios: {
      ops_per_s_vs_bentocache: ratio(found.plantao.opsPerS, found.bentocache.opsPerS),
      ops_per_s_3_tags_vs_bentocache: ratio(found.plantao_3_tags.opsPerS, found.bentocache_3_tags.opsPerS),
      ops_per_s_vs_cacheable: ratio(found.plantao.opsPerS, found.cacheable.opsPerS),
      ops_per_s_vs_layered_loader: ratio(found.plantao.opsPerS, found.layered_loader.opsPerS),
      ops_per_s_vs_lru_cache: ratio(found.plantao.opsPerS, found.lru_cache.opsPerS),
    },
  }
}

/** What the servers executed during one round of hot reads: what remains are pings of idle connections. */
async function commandsPerHotRead(servers: BenchServers, hot: () => Promise<{ opsPerS: number }>): Promise<number> {
  await using state = connectAdmin(servers.state.url)
  await using cache = connectAdmin(servers.cache.url)
  const total = async () => (await readCommandTotal(state.redis)) + (await readCommandTotal(cache.redis))
  const before = await total()
  const { opsPerS } = await hot()
  const commands = (await total()) - before - 2
  const reads = Math.round(opsPerS * (roundMs / 1_000))
  say(`  ${commands} commands at both servers during ${reads} hot reads (pings included)`)
  return Number((commands / reads).toFixed(5))
}
