import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Report } from '#tests/support/cli/run-named.ts'
import { createTempFolder } from '#tests/support/temp-folder.ts'
import { startUpstashBridge } from '#tests/support/upstash-bridge.ts'
import { connectAdmin, readCommandTotal } from './harness/count-commands.ts'
import { grant, mostGrantsInAnyWindow } from './harness/grants.ts'
import { type Fleet, startMembers } from './harness/members.ts'
import { amount, say } from './harness/mode.ts'
import { installPeers } from './harness/peers.ts'
import { mapRecord, measured, measureInRounds } from './harness/rounds.ts'
import { startBenchRedis } from './harness/servers.ts'
import { ratio, round, spreadOf } from './harness/statistics.ts'
import { type LimiterSubjectName, limiterSubjectNames } from './subjects/limiter-subject.ts'

/** Speed: the product's own limit of the catalogue, many callers, nobody refused. */
const everyday = { limit: 100, windowMs: 60_000, burst: 100 }
const load = { callers: 2_000, callsEach: amount(90, 10), concurrency: 50 }
/** Exactness: a window short enough to see many of them. */
const exact = { limit: 100, windowMs: 1_000, burst: 50 }
const floodCalls = amount(20_000, 2_000)
const drivenMs = amount(12_000, 2_000)

/** Decisions per second, grants in any window, grants at twice the limit, and what a refused flood costs Redis. */
export async function run(): Promise<Report> {
  await installPeers()
  using folder = createTempFolder()
  await using redis = await startBenchRedis('state', folder.path)
  await using bridge = await startUpstashBridge(redis.url)
  await using cleanup = new AsyncDisposableStack()
  const bench: Bench = {
    redisUrl: redis.url,
    bridge: { url: bridge.url, token: bridge.token },
    fleets: new Map(),
    notes: {},
  }
  for (const subject of limiterSubjectNames) {
    const fleet = cleanup.use(await startMembers('limiter-member', 2))
    try {
      await open(bench, fleet, { subject, ...everyday })
      bench.fleets.set(subject, fleet)
    } catch (error) {
      bench.notes[subject] = reasonOf(error)
      say(`  ${subject} cannot run here: ${bench.notes[subject]}`)
    }
  }
  const speed = await measureSpeed(bench)
  const latency = await measureLatency(bench)
  const serverUs = await measureServerCost(bench)
  const flood = await measureFlood(bench)
  const exactness = await measureExactness(bench)
  return report({ bench, speed, latency, serverUs, flood, exactness })
}

interface Bench {
  readonly redisUrl: string
  readonly bridge: { readonly url: string; readonly token: string }
  /** Two processes of each subject that can run. */
  readonly fleets: Map<LimiterSubjectName, Fleet>
  /** Why a subject cannot. */
  readonly notes: Record<string, string>
}

interface Opening {
  readonly subject: LimiterSubjectName
  readonly limit: number
  readonly windowMs: number
  readonly burst: number
}

async function open({ redisUrl, bridge }: Bench, fleet: Fleet, { subject, ...limit }: Opening): Promise<void> {
  const prefix = `${subject}-${randomUUID().slice(0, 8)}:`
  await fleet.askAll('open', { subject, redisUrl, bridge, prefix, ...limit }, z.unknown())
}

/** The error's own words, without the trail. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 200) ?? ''

async function forEachFleet<T>(bench: Bench, work: (fleet: Fleet, subject: LimiterSubjectName) => Promise<T>) {
  const results: Partial<Record<LimiterSubjectName, T>> = {}
  for (const [subject, fleet] of bench.fleets) results[subject] = await work(fleet, subject)
  return results
}

function firstOf({ members: [member] }: Fleet) {
  if (!member) throw new Error('no member')
  return member
}

/** One process, 50 calls under way, 2 000 callers that are new in each round, 90 calls each: all are granted. */
async function measureSpeed(bench: Bench) {
  let round = 0
  const subjects = Object.fromEntries(
    [...bench.fleets].map(([subject, fleet]) => [
      subject,
      () => {
        round += 1
        return firstOf(fleet).ask('decide', { round: `r${round}`, ...load }, measured)
      },
    ]),
  )
  return measureInRounds(amount(7, 1), subjects)
}

const measureLatency = (bench: Bench) =>
  forEachFleet(bench, async (fleet) =>
    spreadOf(await firstOf(fleet).ask('oneByOne', { count: amount(2_000, 200), callers: 100 }, z.array(z.number()))),
  )

/** What a decision costs the server, which all processes share. */
async function measureServerCost(bench: Bench) {
  await using admin = connectAdmin(bench.redisUrl)
  return await forEachFleet(bench, async (fleet) => {
    await admin.redis.config('RESETSTAT')
    await firstOf(fleet).ask('decide', { round: 'server', ...load }, measured)
    const stats = await admin.redis.info('commandstats')
    const usedUs = Number(/cmdstat_evalsha:calls=\d+,usec=(\d+)/.exec(stats)?.[1])
    return round(usedUs / (load.callers * load.callsEach))
  })
}

/** One caller calls on long after its limit is used up. */
async function measureFlood(bench: Bench) {
  await using admin = connectAdmin(bench.redisUrl)
  return await forEachFleet(bench, async (fleet, subject) => {
    const member = firstOf(fleet)
    await member.ask('flood', { caller: 'flooder', count: everyday.limit + 50 }, z.int())
    const before = await readCommandTotal(admin.redis)
    const granted = await member.ask('flood', { caller: 'flooder', count: floodCalls }, z.int())
    const commands = (await readCommandTotal(admin.redis)) - before - 1
    say(`  ${subject.padEnd(22)} ${floodCalls} refused calls cost ${commands} commands in Redis`)
    return { commands, granted }
  })
}

/** Two processes share one caller's limit: bursts at random moments and at the ends of windows, then twice the limit evenly. */
async function measureExactness(bench: Bench) {
  const all = [...bench.fleets].map(async ([subject, fleet]) => {
    await open(bench, fleet, { subject, ...exact })
    const bursts = await Promise.all(
      fleet.members.map((member, index) =>
        member.ask('burst', { caller: 'bursting', calls: 75, durationMs: drivenMs, seed: index + 1 }, z.array(grant)),
      ),
    )
    const soonMs = () => performance.timeOrigin + performance.now() + 1_500
    const { limit, windowMs } = exact
    const straddling = { caller: 'straddling', calls: limit, windowMs, startAtMs: soonMs(), cycles: amount(4, 1) }
    const straddles = await fleet.askAll('straddle', straddling, z.array(grant))
    const steadily = { caller: 'steady', perS: (limit / windowMs) * 1_000, startAtMs: soonMs(), durationMs: drivenMs }
    const steady = await fleet.askAll('steady', steadily, z.array(grant))
    const found = {
      mostInAnyWindow: Math.max(...[bursts, straddles].map((driven) => mostGrantsInAnyWindow(driven.flat(), windowMs))),
      mostInAnyWindowSteady: mostGrantsInAnyWindow(steady.flat(), windowMs),
      grantedOfIdeal: round(steady.flat().length / idealOf(subject)),
      withoutRedis: (await fleet.askAll('grantsWithoutRedis', {}, z.int())).reduce((sum, count) => sum + count, 0),
    }
    if (found.withoutRedis > 0) bench.notes[subject] = `${found.withoutRedis} grants while Redis did not answer in time`
    say(
      `  ${subject.padEnd(22)} most grants in any window of ${exact.limit}: ${found.mostInAnyWindow} under bursts, ` +
        `${found.mostInAnyWindowSteady} at twice the limit; granted ÷ ideal ${found.grantedOfIdeal}`,
    )
    return [subject, found] as const
  })
  return new Map(await Promise.all(all))
}

/** A smooth limit also grants its burst once. */
const idealOf = (subject: LimiterSubjectName): number =>
  (exact.limit * drivenMs) / exact.windowMs + (subject === 'plantao_smooth' ? exact.burst : 0)

interface Findings {
  readonly bench: Bench
  readonly speed: Awaited<ReturnType<typeof measureSpeed>>
  readonly latency: Awaited<ReturnType<typeof measureLatency>>
  readonly serverUs: Awaited<ReturnType<typeof measureServerCost>>
  readonly flood: Awaited<ReturnType<typeof measureFlood>>
  readonly exactness: Awaited<ReturnType<typeof measureExactness>>
}

function report({ bench, speed, latency, serverUs, flood, exactness }: Findings): Report {
  const perS = (subject: LimiterSubjectName) => speed[subject]?.opsPerS
  const versus = (ours: LimiterSubjectName, theirs: LimiterSubjectName) => {
    const [mine, other] = [perS(ours), perS(theirs)]
    return mine !== undefined && other !== undefined ? ratio(mine, other) : null
  }
  const everyone = limiterSubjectNames
  return {
    metrics: {
      decisions_per_s: mapRecord(everyone, (subject) => perS(subject) ?? null),
      cpu_s_per_million: mapRecord(everyone, (subject) => speed[subject]?.cpuSPerMillion ?? null),
      redis_us_per_decision: mapRecord(everyone, (subject) => serverUs[subject] ?? null),
      decision_ms: mapRecord(everyone, (subject) => latency[subject] ?? null),
      p50_ms: latency.plantao?.p50_ms ?? null,
      p99_ms: latency.plantao?.p99_ms ?? null,
      limit: exact.limit,
      most_grants_in_any_window: mapRecord(everyone, (subject) => exactness.get(subject)?.mostInAnyWindow ?? null),
      most_grants_in_any_window_at_twice_the_limit: mapRecord(
        everyone,
        (subject) => exactness.get(subject)?.mostInAnyWindowSteady ?? null,
      ),
      smooth_bound: exact.limit + exact.burst,
      grants_without_redis: mapRecord(everyone, (subject) => exactness.get(subject)?.withoutRedis ?? null),
      granted_of_ideal: mapRecord(everyone, (subject) => exactness.get(subject)?.grantedOfIdeal ?? null),
      refused_flood_calls: floodCalls,
      refused_flood_commands: mapRecord(everyone, (subject) => flood[subject]?.commands ?? null),
      notes: bench.notes,
    },
    ratios: {
      decisions_per_s_vs_rate_limiter_flexible: versus('plantao', 'rate_limiter_flexible'),
      decisions_per_s_vs_rate_limit_redis: versus('plantao', 'rate_limit_redis'),
      decisions_per_s_vs_upstash_ratelimit: versus('plantao', 'upstash_ratelimit'),
      decisions_per_s_smooth_vs_rate_limiter_flexible: versus('plantao_smooth', 'rate_limiter_flexible'),
      decisions_per_s_smooth_vs_rate_limit_redis: versus('plantao_smooth', 'rate_limit_redis'),
      decisions_per_s_smooth_vs_upstash_ratelimit: versus('plantao_smooth', 'upstash_ratelimit'),
    },
  }
}
