import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { cacheTags } from '#server/contracts/caches.ts'
import { createServices } from '#server/services.ts'
import type { Report } from '#tests/support/cli/run-named.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { connectAdmin } from './harness/count-commands.ts'
import { amount, say } from './harness/mode.ts'
import { type BenchServers, startBenchServers } from './harness/servers.ts'
import { median, percentile, ratio, round } from './harness/statistics.ts'
import { productSchema, sampleProduct } from './subjects/sample-product.ts'

const sizes = [10, 10_000, amount(1_000_000, 30_000)]
const turns = amount(20, 5)

/** Invalidates a tag that 10, 10 000, 1 000 000 entries carry; beside it SCAN + UNLINK of as many keys by pattern. */
export async function run(): Promise<Report> {
  await using servers = await startBenchServers()
  await using admin = connectAdmin(servers.cache.url)
  await admin.redis.config('SET', 'maxmemory', '0')
  const rows: Row[] = []
  for (const entries of sizes) rows.push(await measureAt(entries, servers, admin.redis))
  const [smallest, , largest] = rows
  if (!smallest || !largest) throw new Error('a size is missing')
  return {
    metrics: {
      p50_ms: Object.fromEntries(rows.map((row) => [row.entries, row.p50_ms])),
      p99_ms: Object.fromEntries(rows.map((row) => [row.entries, row.p99_ms])),
      scan_unlink_ms: Object.fromEntries(rows.map((row) => [row.entries, row.scan_unlink_ms])),
      redis_commands: Object.fromEntries(rows.map((row) => [row.entries, row.redis_commands])),
      is_constant: largest.p50_ms < 3 * smallest.p50_ms,
    },
    ratios: {
      [`ms_${largest.entries}_entries_vs_scan_unlink`]: ratio(largest.p50_ms, largest.scan_unlink_ms),
      [`ms_${largest.entries}_vs_${smallest.entries}_entries`]: ratio(largest.p50_ms, smallest.p50_ms),
    },
  }
}

interface Row {
  readonly entries: number
  readonly p50_ms: number
  readonly p99_ms: number
  readonly scan_unlink_ms: number
  /** What one invalidation executes in Redis, inside its script too. */
  readonly redis_commands: number
}

async function measureAt(entries: number, servers: BenchServers, redis: Redis): Promise<Row> {
  await redis.flushall()
  const prefix = `invalidate-${randomUUID().slice(0, 8)}:`
  const env = testEnv({ REDIS_URL: servers.state.url, REDIS_CACHE_URL: servers.cache.url, REDIS_PREFIX: prefix })
  const services = createServices(env, { name: 'bench' })
  try {
    await services.redis.ready()
    const read = (id: string, load = async () => sampleProduct(id, 0)) =>
      services.cache.getOrLoad({ cache: 'product', id, schema: productSchema, tags: [cacheTags.products()], load })
    await read('template')
    await multiply(redis, { template: services.keys.product('template'), nameOf: services.keys.product, entries })
    await readSome(read, entries)

    const times: number[] = []
    for (let turn = 0; turn < turns; turn += 1) {
      const startedMs = performance.now()
      await services.cache.invalidate([cacheTags.products()])
      times.push(performance.now() - startedMs)
      await checkVoided(read, entries)
    }
    const scanMs = await scanAndUnlink(redis, `${prefix}*`)
    const row = {
      entries,
      p50_ms: round(median(times)),
      p99_ms: round(percentile(times, 99)),
      scan_unlink_ms: round(scanMs),
      redis_commands: await countedCommands(redis, () => services.cache.invalidate([cacheTags.products()])),
    }
    say(
      `  ${entries.toLocaleString('en')} entries: by tag p50 ${row.p50_ms} ms, SCAN + UNLINK ${row.scan_unlink_ms} ms`,
    )
    return row
  } finally {
    await services.close()
  }
}

interface Multiply {
  readonly template: string
  readonly nameOf: (id: string) => string
  readonly entries: number
}

/** Copies one true entry to as many names as wanted: a million loads would take longer than they teach. */
async function multiply(redis: Redis, { template, nameOf, entries }: Multiply): Promise<void> {
  const stored = await redis.dumpBuffer(template)
  if (!stored) throw new Error(`${template} is not in Redis`)
  const lifeMs = Math.max(1, await redis.pttl(template))
  for (let first = 0; first < entries; first += 5_000) {
    const pipeline = redis.pipeline()
    for (let turn = first; turn < Math.min(first + 5_000, entries); turn += 1) {
      pipeline.restore(nameOf(`p${turn}`), lifeMs, stored)
    }
    await pipeline.exec()
  }
}

type Read = (id: string, load?: () => Promise<ReturnType<typeof sampleProduct>>) => Promise<unknown>

/** Some of them into the process's memory too: dropping them there is part of the cost. */
async function readSome(read: Read, entries: number): Promise<void> {
  const failIfLoaded = () => Promise.reject(new Error('a copied entry was not served'))
  await read('p0', failIfLoaded)
  for (let turn = 0; turn < Math.min(entries, 5_000); turn += 1) await read(`p${turn}`)
}

/** Speed proves nothing unless the entries are gone. */
async function checkVoided(read: Read, entries: number): Promise<void> {
  const id = `p${Math.floor(Math.random() * entries)}`
  let isLoaded = false
  await read(id, async () => {
    isLoaded = true
    return sampleProduct(id, 1)
  })
  if (!isLoaded) throw new Error(`${id} was served after its tag was invalidated`)
}

/** What a cache without tags does: the pattern's keys, found 1 000 at a time. */
async function scanAndUnlink(redis: Redis, pattern: string): Promise<number> {
  const startedMs = performance.now()
  let cursor = '0'
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000)
    if (keys.length > 0) await redis.unlink(...keys)
    cursor = next
  } while (cursor !== '0')
  return performance.now() - startedMs
}

async function countedCommands(redis: Redis, work: () => Promise<unknown>): Promise<number> {
  const total = async () => Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))?.[1])
  const before = await total()
  await work()
  return (await total()) - before - 1
}
