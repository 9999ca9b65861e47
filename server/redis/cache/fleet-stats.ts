import type { Logger } from 'pino'
import { type CacheName, caches } from '../../contracts/caches.ts'
import type { Keys } from '../keys.ts'
import { createOutageLog } from '../outage-log.ts'
import type { RedisStore } from '../store.ts'
import { type CacheStats, type Counters, noStats, statNames } from './counters.ts'

interface FleetOptions {
  /** The state Redis: counts outlive a wiped cache. */
  readonly store: RedisStore
  readonly keys: Keys
}

const minuteMs = 60_000
const flushEveryMs = 5_000
const keptMs = 25 * 60 * minuteMs
const cacheNames = Object.keys(caches).filter((name): name is CacheName => name in caches)

/** Adds this process's counts to those of the fleet, every five seconds in one command; nothing while nothing happens. */
export function createFleetStats({ store, keys, counters, log }: FleetOptions & { counters: Counters; log: Logger }) {
  const outage = createOutageLog(log, 'The metrics of the cache')
  let sent: ReadonlyMap<CacheName, CacheStats> = new Map()
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    const read = counters.read()
    const added = [...read].flatMap(([cache, stats]) => differences(cache, stats, sent.get(cache) ?? noStats))
    if (added.length === 0) return
    // Minutes are for people: clocks that differ by seconds do no harm here.
    const key = keys.cacheStats(Math.floor(Date.now() / minuteMs))
    try {
      await store.run('add-cache-stats', { keys: [key], args: [keptMs, ...added] })
      sent = read
      outage.worked()
    } catch (error) {
      outage.failed(error)
    }
  }

  return {
    flush,
    start(): void {
      timer ??= setInterval(() => void flush(), flushEveryMs).unref()
    },
    stop: () => clearInterval(timer),
  }
}

const differences = (cache: CacheName, now: CacheStats, before: CacheStats): (string | number)[] =>
  statNames.flatMap((stat) => (now[stat] > before[stat] ? [field(cache, stat), now[stat] - before[stat]] : []))

const field = (cache: CacheName, stat: string): string => `${cache}.${stat}`

export interface FleetMinute {
  /** Its beginning, in ms since the epoch. */
  readonly startMs: number
  readonly caches: Readonly<Record<CacheName, CacheStats>>
}

interface Span {
  readonly untilMs: number
  readonly minutes: number
}

/** What the caches of all processes did, minute by minute, oldest first; the last 24 hours are kept. */
export async function readFleetStats({ store, keys }: FleetOptions, span: Span): Promise<FleetMinute[]> {
  const last = Math.floor(span.untilMs / minuteMs)
  const numbers = Array.from({ length: span.minutes }, (_, index) => last - span.minutes + 1 + index)
  return Promise.all(
    numbers.map(async (minute) => ({ startMs: minute * minuteMs, caches: await readMinute({ store, keys }, minute) })),
  )
}

async function readMinute({ store, keys }: FleetOptions, minute: number): Promise<FleetMinute['caches']> {
  const fields = cacheNames.flatMap((cache) => statNames.map((stat) => field(cache, stat)))
  const reply = await store.command('HMGET', keys.cacheStats(minute), ...fields)
  const counts = new Map(fields.map((name, index) => [name, Array.isArray(reply) ? Number(reply[index] ?? 0) : 0]))
  const of = (cache: CacheName): CacheStats => {
    const stats = { ...noStats }
    for (const stat of statNames) stats[stat] = counts.get(field(cache, stat)) ?? 0
    return stats
  }
  return {
    ...{ product: of('product'), products: of('products'), agent: of('agent'), agents: of('agents') },
    conversation: of('conversation'),
  }
}
