import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { type CacheFleet, startCacheFleet } from './harness/cache-fleet.ts'
import { connectAdmin, countCommands, sumOf } from './harness/count-commands.ts'
import type { Member } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { installPeers } from './harness/peers.ts'
import { keysOf, type Measured, mapRecord, measured, measureInRounds } from './harness/rounds.ts'
import { type BenchServers, startBenchServers } from './harness/servers.ts'
import { ratio } from './harness/statistics.ts'
import type { CacheSubjectName } from './subjects/cache-subject.ts'

const entries = amount(8_000, 1_000)
const concurrency = 50
/** Passes of every subject before the first that counts: V8 settles on its machine code after some 50 000 reads. */
const warmUps = amount(8, 1)
const counted = 1_000

/**
 * Hits in Redis by a process that has nothing in memory: each round begins with an empty in-process level and reads
 * every entry once, 50 reads at a time. Raw: one GET and one JSON.parse with the same client.
 */
export async function run(): Promise<Report> {
  await installPeers()
  await using servers = await startBenchServers()
  await makeRoom(servers)
  await using cleanup = new AsyncDisposableStack()
  const open = async (subject: CacheSubjectName, tagCount: 0 | 3) => {
    const fleet = cleanup.use(await startCacheFleet({ subject, servers, processes: 1, tagCount }))
    const member = onlyMember(fleet)
    await member.ask('fill', { count: entries }, z.unknown())
    return member
  }
  const members = {
    plantao: await open('plantao', 3),
    raw_get: await open('raw_get', 0),
    plantao_untagged: await open('plantao', 0),
    bentocache: await open('bentocache', 0),
    bentocache_3_tags: await open('bentocache', 3),
    cacheable: await open('cacheable', 0),
    layered_loader: await open('layered_loader', 0),
  }
  const names = keysOf(members)
  for (let pass = 0; pass < warmUps; pass += 1) for (const name of names) await coldPass(members[name])
  const found = await measureInRounds(
    amount(7, 1),
    mapRecord(names, (name) => () => coldPass(members[name])),
  )
  const perRead: Record<string, { cold: number; hot: number }> = {}
  for (const name of names) perRead[name] = await commandsPerRead(servers, members[name])
  return {
    metrics: {
      ops_per_s: mapRecord(names, (name) => found[name].opsPerS),
      cpu_s_per_million: mapRecord(names, (name) => found[name].cpuSPerMillion),
      redis_commands_per_read: perRead,
    },
    ratios: {
      ops_per_s_vs_raw_get: ratio(found.plantao.opsPerS, found.raw_get.opsPerS),
      ops_per_s_untagged_vs_raw_get: ratio(found.plantao_untagged.opsPerS, found.raw_get.opsPerS),
      ops_per_s_vs_bentocache: ratio(found.plantao.opsPerS, found.bentocache_3_tags.opsPerS),
      ops_per_s_untagged_vs_bentocache: ratio(found.plantao_untagged.opsPerS, found.bentocache.opsPerS),
      ops_per_s_vs_cacheable: ratio(found.plantao_untagged.opsPerS, found.cacheable.opsPerS),
      ops_per_s_vs_layered_loader: ratio(found.plantao_untagged.opsPerS, found.layered_loader.opsPerS),
      cpu_s_per_million_vs_raw_get: ratio(found.plantao.cpuSPerMillion, found.raw_get.cpuSPerMillion),
    },
  }
}

/** Seven subjects' entries side by side are more than the product's default memory: none of them may be evicted. */
async function makeRoom(servers: BenchServers): Promise<void> {
  await using admin = connectAdmin(servers.cache.url)
  await admin.redis.config('SET', 'maxmemory', '0')
}

function onlyMember({ members: [member] }: CacheFleet): Member {
  if (!member) throw new Error('the fleet has no member')
  return member
}

async function coldPass(member: Member): Promise<Measured> {
  await member.ask('reopen', {}, z.unknown())
  // The first commands of a connection pay for the handshake and for scripts not loaded yet.
  await member.ask('passHits', { count: 100, concurrency }, measured)
  return member.ask('passHits', { count: entries, concurrency }, measured)
}

async function commandsPerRead(servers: BenchServers, member: Member) {
  await member.ask('reopen', {}, z.unknown())
  await member.ask('passHits', { count: 1, concurrency: 1 }, measured)
  const pass = async () => {
    await member.ask('passHits', { count: counted, concurrency: 1 }, measured)
  }
  const cold = await countCommands(servers.cache.url, pass)
  const hot = await countCommands(servers.cache.url, pass)
  say(`  commands for ${counted} cold reads ${JSON.stringify([...cold])}, hot ${JSON.stringify([...hot])}`)
  const perRead = (counts: ReadonlyMap<string, number>) => Number((sumOf(counts) / counted).toFixed(2))
  return { cold: perRead(cold), hot: perRead(hot) }
}
