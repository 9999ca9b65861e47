import { z } from 'zod'
import { cacheTags } from '#server/contracts/caches.ts'
import type { Cache } from '#server/redis/cache/cache.ts'
import type { SpiedLink } from './cache-links.ts'
import type { Random } from './random.ts'

export interface Instance {
  readonly cache: Cache
  /** Without a link the instance keeps nothing in its process: it has to know what every other one knows. */
  readonly link: SpiedLink | undefined
}

export interface StaleServe {
  readonly round: string
  readonly served: number
  /** The version whose invalidation was complete when the call began. */
  readonly atLeast: number
}

interface Fleet {
  readonly instances: readonly Instance[]
  /** Without copies of its own: sees at the end what is stored. */
  readonly auditor: Instance
  readonly random: Random
}

const version = z.int()

/**
 * One random interleaving of reads, slow loads, writes and invalidations on one entry, over all instances. The source
 * is a number that each write raises. Answers every read that got a version older than an invalidation which was
 * complete, for the instance asked, when the read began; so too reads at the end, when all is quiet, one of them of
 * what is stored.
 */
export async function interleave(round: string, { instances, auditor, random }: Fleet): Promise<StaleServe[]> {
  const tag = cacheTags.product(round)
  const stale: StaleServe[] = []
  let current = 0
  /** Invalidations that some instance was told are done, and each instance of its own. */
  let invalidated = 0
  const invalidatedBy = new Map<Instance, number>()
  /** An invalidation whose answer was late is owed, and told again, more than once: its messages number no versions. */
  let isAnyOwed = false

  const known = (instance: Instance): number => {
    const own = invalidatedBy.get(instance) ?? 0
    if (!instance.link) return Math.max(invalidated, own)
    // Writes come one after the other, so that the n-th message tells of version n.
    return isAnyOwed ? own : Math.max(instance.link.heard(tag), own)
  }

  async function read(instance: Instance): Promise<void> {
    const atLeast = known(instance)
    const load = async () => {
      await later(random.between(0, 3))
      const seen = current
      await later(random.between(0, 3))
      return seen
    }
    const request = { cache: 'product', id: round, schema: version, tags: [tag], load } as const
    const served = await instance.cache.getOrLoad(request)
    if (served < atLeast) stale.push({ round, served, atLeast })
  }

  async function writeOften(times: number): Promise<void> {
    for (let write = 0; write < times; write += 1) {
      await later(random.between(0, 4))
      current += 1
      const instance = random.pick(...asPair(instances))
      const told = await instance.cache.invalidate([tag])
      invalidatedBy.set(instance, current)
      if (told) invalidated = current
      else isAnyOwed = true
    }
  }

  async function readOften(times: number): Promise<void> {
    for (let turn = 0; turn < times; turn += 1) {
      await later(random.between(0, 3))
      await read(random.pick(...asPair(instances)))
    }
  }

  const readers = Array.from({ length: random.between(2, 5) }, () => readOften(random.between(1, 4)))
  await Promise.all([writeOften(random.between(1, 3)), ...readers])
  for (const instance of [...instances, auditor]) await read(instance)
  return stale
}

function asPair<T>([first, ...rest]: readonly T[]): [T, ...T[]] {
  if (first === undefined) throw new Error('at least one is needed')
  return [first, ...rest]
}

/** Some turns of the event loop or milliseconds: where interleavings come from. */
function later(steps: number): Promise<void> {
  return new Promise((resolve) => (steps % 2 === 0 ? setTimeout(resolve, steps) : setImmediate(resolve)))
}
