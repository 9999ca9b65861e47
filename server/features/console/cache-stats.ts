import { z } from 'zod'
import type { CacheName } from '../../contracts/caches.ts'
import { AppError } from '../../errors.ts'
import type { CacheStats } from '../../redis/cache/counters.ts'
import { type FleetMinute, readFleetStats } from '../../redis/cache/fleet-stats.ts'
import type { Services } from '../../services.ts'
import { cacheName } from './explain-cache.ts'

const minuteMs = 60_000
const mostPoints = 60

export const cacheStatsInput = z.object({ minutes: z.int().min(1).max(1_440).default(60) })

const count = z.number()

const counts = z.object({
  localHits: count,
  redisHits: count,
  misses: count,
  stale: count,
  errors: count,
  loads: count,
  loadMs: count,
  tooLarge: count,
  unstorable: count,
  corrupt: count,
  refused: count,
})

/** The caches of all processes. Rates lie between 0 and 1; null where nothing was asked. */
export const cacheStats = z.object({
  sinceMs: z.number(),
  untilMs: z.number(),
  /** How much time one point stands for. */
  stepMs: z.number(),
  caches: z.array(
    z.object({
      cache: cacheName,
      counts,
      calls: count,
      hitRate: z.number().nullable(),
      averageLoadMs: z.number().nullable(),
      /** Oldest first, without gaps. */
      points: z.array(z.object({ startMs: z.number(), calls: count, hitRate: z.number().nullable() })),
    }),
  ),
})

type Stats = z.output<typeof cacheStats>

/**
 * What the fleet's caches did in the last minutes, the present one included, in at most 60 points.
 * Throws SERVICE_UNAVAILABLE while the counts cannot be read.
 */
export async function readCacheStats(
  services: Services,
  { minutes }: z.output<typeof cacheStatsInput>,
): Promise<Stats> {
  const perPoint = Math.ceil(minutes / mostPoints)
  const untilMs = services.clock()
  const fleet = await readFleet(services, { untilMs, minutes })
  return {
    ...{ sinceMs: fleet[0]?.startMs ?? untilMs, untilMs, stepMs: perPoint * minuteMs },
    caches: cacheName.options.map((cache) => summarise(cache, fleet, perPoint)),
  }
}

async function readFleet(
  { redis, keys }: Services,
  span: Parameters<typeof readFleetStats>[1],
): Promise<readonly FleetMinute[]> {
  try {
    return await readFleetStats({ store: redis.stateStore, keys }, span)
  } catch (cause) {
    const publicMessage = 'The counts cannot be read right now. Try again in a moment.'
    throw new AppError('SERVICE_UNAVAILABLE', { publicMessage, cause, details: { retryAfterMs: 2_000 } })
  }
}

function summarise(cache: CacheName, fleet: readonly FleetMinute[], perPoint: number): Stats['caches'][number] {
  const minutes = fleet.map(({ startMs, caches }) => ({ startMs, stats: caches[cache] }))
  const total = sum(minutes.map(({ stats }) => stats))
  return {
    ...{ cache, counts: total, calls: callsOf(total), hitRate: hitRateOf(total) },
    averageLoadMs: total.loads === 0 ? null : total.loadMs / total.loads,
    points: inGroups(minutes, perPoint).map((group) => {
      const stats = sum(group.map((minute) => minute.stats))
      return { startMs: group[0]?.startMs ?? 0, calls: callsOf(stats), hitRate: hitRateOf(stats) }
    }),
  }
}

const hitsOf = ({ localHits, redisHits, stale }: CacheStats): number => localHits + redisHits + stale

const callsOf = (stats: CacheStats): number => hitsOf(stats) + stats.misses

const hitRateOf = (stats: CacheStats): number | null => (callsOf(stats) === 0 ? null : hitsOf(stats) / callsOf(stats))

function sum(all: readonly CacheStats[]): z.output<typeof counts> {
  const total = (stat: keyof CacheStats): number => all.reduce((before, stats) => before + stats[stat], 0)
  return {
    ...{ localHits: total('localHits'), redisHits: total('redisHits'), misses: total('misses') },
    ...{ stale: total('stale'), errors: total('errors'), loads: total('loads'), loadMs: total('loadMs') },
    ...{ tooLarge: total('tooLarge'), unstorable: total('unstorable') },
    ...{ corrupt: total('corrupt'), refused: total('refused') },
  }
}

const inGroups = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
