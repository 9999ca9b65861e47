import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type CacheTag, cacheTags } from '#server/contracts/caches.ts'
import type { Cache } from '#server/redis/cache/cache.ts'
import { createCache } from '#server/redis/cache/create-cache.ts'
import { readFleetStats } from '#server/redis/cache/fleet-stats.ts'
import { createSubscriberLink } from '#server/redis/subscriber-link.ts'
import { type Source, sourceOf } from '#tests/support/cache.ts'
import type { AnyRedisLayer } from '#tests/support/redis-layer.ts'
import { testPrefix } from '#tests/support/servers.ts'
import type { BackendOf } from './backend.ts'

const text = z.string().nullable()
const number = z.number()

/** What the cache does, on whatever Redis. */
export function cacheCases(backend: BackendOf): void {
  describe('the cache', () => {
    it('loads once for the callers of two processes, and serves the stored value from then on', async () => {
      await using stage = openStage()
      const source = sourceOf('value')
      const reads = Array.from({ length: 40 }, (_, index) => read(stage.caches[index % 2], source))
      expect(new Set(await Promise.all(reads))).toEqual(new Set(['value']))
      expect(source.loads).toBe(1)
      source.value = 'another'
      for (const cache of stage.caches) expect(await read(cache, source)).toBe('value')
    })

    it('remembers that there is no such row', async () => {
      await using stage = openStage()
      const source = sourceOf(null)
      for (const cache of [...stage.caches, ...stage.caches]) expect(await read(cache, source)).toBeNull()
      expect(source.loads).toBe(1)
    })

    it('keeps values of every size, in all scripts', async () => {
      await using stage = openStage()
      const values = ['', 'ação ✓ \u{1f600}', '"quoted" \\ {json}', 'long and again '.repeat(10_000)]
      for (const [id, value] of values.entries()) {
        await read(stage.caches[0], sourceOf(value), String(id))
        expect(await read(stage.caches[1], sourceOf('not stored'), String(id))).toBe(value)
      }
    })

    it('takes a value of another shape for missing', async () => {
      await using stage = openStage()
      await read(stage.caches[0], sourceOf('by another version'))
      const request = { ...requestOf('1'), schema: number, load: async () => 42 }
      expect(await stage.caches[1].getOrLoad(request)).toBe(42)
    })

    it('passes a failing load on, and lets the next caller load', async () => {
      await using stage = openStage()
      const [here, there] = stage.caches
      const failing = () => here.getOrLoad({ ...requestOf('1'), load: () => Promise.reject(new Error('no database')) })
      await expect(failing()).rejects.toThrow('no database')
      expect(await read(there, sourceOf('later'))).toBe('later')
    })

    it('explains an entry', async () => {
      await using stage = openStage()
      await read(stage.caches[0], sourceOf('value'))
      expect(await stage.caches[1].explain('product', '1')).toMatchObject({
        redis: { isStored: true },
        verdict: 'fresh',
      })
    })

    it('counts for the fleet', async () => {
      await using stage = openStage()
      const [here, there] = stage.caches
      await read(here, sourceOf('value'))
      await read(there, sourceOf('value'))
      await Promise.all([here.close(), there.close()])
      const { redis, keys } = stage.layers[0]
      const minutes = await readFleetStats({ store: redis.stateStore, keys }, { untilMs: Date.now(), minutes: 2 })
      expect(minutes.reduce((total, { caches }) => total + caches.product.loads, 0)).toBe(1)
      expect(minutes.reduce((total, { caches }) => total + caches.product.redisHits, 0)).toBe(1)
    })

    it('reads several at once', async () => {
      await using stage = openStage()
      const [here, there] = stage.caches
      await read(here, sourceOf('stored'), '1')
      const ids = ['1', '2', '3', '4']
      const many = ids.map((id) => ({ ...requestOf(id), load: async () => `loaded ${id}` }))
      const expected = ['stored', 'loaded 2', 'loaded 3', 'loaded 4']
      expect(await there.getMany(many)).toEqual(expected)
      expect(await here.getMany(many)).toEqual(expected)
    })
  })

  describe('an invalidation', () => {
    it('voids what carries one of its tags, in every process, and nothing else', async () => {
      await using stage = openStage()
      const [one, two] = [sourceOf('old'), sourceOf('old')]
      for (const cache of stage.caches) {
        await read(cache, one, '1')
        await read(cache, two, '2')
      }
      one.value = two.value = 'new'
      await stage.caches[0].invalidate([cacheTags.product('1')])
      expect(await read(stage.caches[0], one, '1')).toBe('new')
      await expect.poll(() => read(stage.caches[1], one, '1')).toBe('new')
      for (const cache of stage.caches) expect(await read(cache, two, '2')).toBe('old')
    })

    it('of everything voids everything', async () => {
      await using stage = openStage()
      const [here, there] = stage.caches
      const source = sourceOf('old')
      await read(here, source)
      source.value = 'new'
      expect(await there.invalidateAll()).toBe(true)
      await expect.poll(() => read(here, source)).toBe('new')
    })

    it('reaches entries by tags that depend on the value', async () => {
      await using stage = openStage()
      const readTagged = (cache: Cache, load: () => Promise<string>) =>
        cache.getOrLoad({
          ...requestOf('1'),
          schema: z.string(),
          tags: (value): CacheTag[] => [cacheTags.agent(value)],
          load,
        })
      await readTagged(stage.caches[0], async () => '7')
      await stage.caches[1].invalidate([cacheTags.agent('8')])
      expect(await readTagged(stage.caches[1], async () => '9')).toBe('7')
      await stage.caches[1].invalidate([cacheTags.agent('7')])
      expect(await readTagged(stage.caches[1], async () => '9')).toBe('9')
    })

    it('voids loads under way: what began before it is neither stored nor served to who came after', async () => {
      await using stage = openStage()
      const [here, there] = stage.caches
      for (const [id, invalidating] of [
        ['1', here],
        ['2', there],
      ] as const) {
        const source = slowOnceSource('old')
        const reading = read(here, source, id)
        await source.started
        source.value = 'new'
        await invalidating.invalidate([cacheTags.product(id)])
        const later = read(there, source, id)
        source.finish()
        await reading
        expect(await later).toBe('new')
        await expect.poll(() => read(here, source, id)).toBe('new')
      }
    })

    it('is not undone when the tags are evicted', async () => {
      await using stage = openStage()
      const [here, there] = stage.caches
      await read(here, sourceOf('old'))
      await here.invalidate([cacheTags.product('1')])
      await stage.layers[0].redis.cacheStore.command('DEL', stage.layers[0].keys.cacheTags())
      expect(await read(there, sourceOf('new'))).toBe('new')
    })

    it('never lets an older value be served than the last one invalidated, whatever the order of things', async () => {
      await using stage = openStage()
      let version = 0
      const load = async () => {
        const loaded = version
        await Promise.resolve()
        return loaded
      }
      const request = { ...requestOf('1'), schema: number, load }
      for (let round = 0; round < 60; round += 1) {
        const [writer, reader] = round % 2 === 0 ? stage.caches : [stage.caches[1], stage.caches[0]]
        const early = [writer.getOrLoad(request), reader.getOrLoad(request)]
        version += 1
        await Promise.all([writer.invalidate([cacheTags.product('1')]), ...early])
        const [expected, seen] = [version, await writer.getOrLoad(request)]
        expect(seen).toBe(expected)
        await expect.poll(() => reader.getOrLoad(request)).toBe(expected)
      }
    })
  })

  describe('writing through', () => {
    it('stores the new value for every process and voids the lists', async () => {
      await using stage = openStage()
      const [here, there] = stage.caches
      const list = (cache: Cache, value: string) =>
        cache.getOrLoad({
          cache: 'products',
          id: 'all',
          schema: text,
          tags: [cacheTags.products()],
          load: async () => value,
        })
      for (const cache of stage.caches) await Promise.all([read(cache, sourceOf('old')), list(cache, 'old list')])
      await here.writeThrough({ ...requestOf('1'), write: async () => 'new', invalidates: [cacheTags.products()] })
      for (const cache of [here, there]) {
        const unneeded = sourceOf('from the database')
        await expect.poll(() => read(cache, unneeded)).toBe('new')
        expect(unneeded.loads).toBe(0)
        await expect.poll(() => list(cache, 'new list')).toBe('new list')
      }
    })
  })

  /** Two processes with a cache each. */
  function openStage() {
    const prefix = testPrefix()
    const layers = [backend().open(prefix), backend().open(prefix)] as const
    const caches = [cacheOf(layers[0]), cacheOf(layers[1])] as const
    return {
      layers,
      caches,
      async [Symbol.asyncDispose]() {
        for (const cache of caches) await cache.close()
        for (const layer of layers) await layer[Symbol.asyncDispose]()
      },
    }
  }
}

const cacheOf = ({ redis, keys, log }: AnyRedisLayer): Cache =>
  createCache({
    store: redis.cacheStore,
    link: redis.cacheSubscriber && createSubscriberLink(redis.cacheSubscriber, log),
    fleet: redis.stateStore,
    keys,
    log,
  })

/** A database whose first answer is long under way: what it held when asked, told only later. */
function slowOnceSource(value: string) {
  const started = Promise.withResolvers<void>()
  const finished = Promise.withResolvers<void>()
  const source = {
    value,
    load: async () => {
      const read = source.value
      started.resolve()
      if (read === value) await finished.promise
      return read
    },
  }
  return Object.assign(source, { started: started.promise, finish: finished.resolve })
}

const requestOf = (id: string) => ({ cache: 'product', id, schema: text, tags: [cacheTags.product(id)] }) as const

function read(cache: Cache | undefined, { load }: Pick<Source, 'load'>, id = '1'): Promise<string | null> {
  if (!cache) throw new Error('No such process')
  return cache.getOrLoad({ ...requestOf(id), load })
}
