import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { profiled } from '../harness/profiled.ts'
import { command, serveMember } from '../harness/serve-member.ts'
import { passOver, spin } from '../harness/spin.ts'
import { createRandom } from '../harness/zipf.ts'
import { type CacheSubject, cacheSubjectNames } from '../subjects/cache-subject.ts'
import { openCacheSubject } from '../subjects/open-cache-subject.ts'
import { sampleProduct, versionOf } from '../subjects/sample-product.ts'
import { openSourceOfTruth, type SourceOfTruth } from '../subjects/source-of-truth.ts'

/** A process with one cache in it: does what a benchmark asks and tells what it saw. */
let cache: CacheSubject | undefined
let source: SourceOfTruth | undefined
let name = ''

const opened = () => {
  if (!cache || !source) throw new Error('open comes first')
  return { cache, source }
}

/** Fresh for so long: the story is over. */
const quietMs = 5_000

const neverLoads = (): Promise<never> => Promise.reject(new Error('a hit went to the source'))

serveMember({
  open: command(
    z.object({
      subject: z.enum(cacheSubjectNames),
      stateUrl: z.string(),
      cacheUrl: z.string(),
      sourceUrl: z.string(),
      prefix: z.string(),
      tagCount: z.literal([0, 3]),
      ttlMs: z.number(),
    }),
    async ({ subject, sourceUrl, ...options }) => {
      name = subject
      source = openSourceOfTruth(sourceUrl, options.prefix)
      cache = await openCacheSubject[subject](options)
    },
  ),

  reopen: command(z.unknown(), () => opened().cache.reopen()),

  /** Stores `count` entries. */
  fill: command(z.object({ count: z.int() }), async ({ count }) => {
    await passOver({
      count,
      concurrency: 50,
      operate: (turn) => opened().cache.read(`p${turn}`, async () => sampleProduct(`p${turn}`, 0)),
    })
  }),

  /** As many hits as fit into the time, over `count` entries. */
  spinHits: command(
    z.object({ count: z.int(), durationMs: z.number(), concurrency: z.int() }),
    ({ count, durationMs, concurrency }) => {
      const { cache } = opened()
      const ids = Array.from({ length: count }, (_, turn) => `p${turn}`)
      return profiled(`${name}-local-hits`, () =>
        spin({ durationMs, concurrency, operate: (turn) => cache.read(ids[turn % count] ?? '', neverLoads) }),
      )
    },
  ),

  /** Each of `count` entries once. */
  passHits: command(z.object({ count: z.int(), concurrency: z.int() }), ({ count, concurrency }) => {
    const { cache } = opened()
    return profiled(`${name}-redis-hits`, () =>
      passOver({ count, concurrency, operate: (turn) => cache.read(`p${turn}`, neverLoads) }),
    )
  }),

  /** `callers` reads of one entry at once; answers how long each waited. */
  stampede: command(
    z.object({ id: z.string(), callers: z.int(), loadMs: z.number() }),
    async ({ id, callers, loadMs }) => {
      const { cache, source } = opened()
      const startedMs = performance.now()
      const call = async () => {
        await cache.read(id, () => source.load(id, loadMs))
        return performance.now() - startedMs
      }
      return Promise.all(Array.from({ length: callers }, call))
    },
  ),

  read: command(z.object({ id: z.string(), loadMs: z.number() }), async ({ id, loadMs }) => {
    const { cache, source } = opened()
    return versionOf(await cache.read(id, () => source.load(id, loadMs)))
  }),

  /** Commits a new version and invalidates; answers the version. */
  change: command(z.object({ id: z.string() }), async ({ id }) => {
    const { cache, source } = opened()
    const version = await source.write(id)
    await cache.invalidate(id)
    return version
  }),

  /** Reads at random moments of the next `spanMs`, with loads of random length; answers when all are done. */
  readAround: command(
    z.object({ id: z.string(), reads: z.int(), spanMs: z.number(), loadMs: z.number(), seed: z.int() }),
    async ({ id, reads, spanMs, loadMs, seed }) => {
      const { cache, source } = opened()
      const random = createRandom(seed)
      const call = async () => {
        const [waitMs, ownLoadMs] = [random() * spanMs, random() * loadMs]
        await sleep(waitMs)
        await cache.read(id, () => source.load(id, ownLoadMs))
      }
      await Promise.all(Array.from({ length: reads }, call))
    },
  ),

  /**
   * Reads one entry every few milliseconds for as long as asked; answers when (ms after the start) a version older
   * than `version` was still served. Ends early once that has not happened for a while.
   */
  watch: command(z.object({ id: z.string(), version: z.int(), maxMs: z.number() }), async ({ id, version, maxMs }) => {
    const { cache, source } = opened()
    const startedMs = performance.now()
    const elapsedMs = () => performance.now() - startedMs
    const staleAtMs: number[] = []
    while (elapsedMs() < maxMs && elapsedMs() - (staleAtMs.at(-1) ?? 0) < quietMs) {
      const askedAtMs = elapsedMs()
      const served = versionOf(await cache.read(id, () => source.load(id, 1)))
      if (served < version) staleAtMs.push(askedAtMs)
      await sleep(5)
    }
    return staleAtMs
  }),
})
