import { LRUCache } from 'lru-cache'
import type { z } from 'zod'
import type { CacheName, CachePolicy } from '../../contracts/caches.ts'
import { readTags } from './entry.ts'
import type { Stamp } from './stamp.ts'

/** A copy in this process. */
export interface LocalEntry<T> {
  readonly schema: z.ZodType<T>
  /** Resolved; one promise for all callers, so that a hit allocates nothing. */
  served: Promise<T> | undefined
  /**
   * Stands for value and tags until somebody asks: many copies go unasked, and for the garbage collector a text is
   * one thing where a value is dozens.
   */
  text: string | undefined
  tags: readonly string[] | undefined
  /** The moment at which Redis said that none of its tags was touched. */
  readonly seq: number
  readonly sinceMs: number
  readonly untilMs: number
  /** The end of its TTL in Redis. */
  readonly freshUntilMs: number
  readonly loadMs: number
  /** Length of its text. */
  readonly size: number
  /** Until then a hit has nothing to decide; afterwards each rolls the dice for an early refresh. */
  quietUntilMs: number
  /** The generation at which its tags were last compared. */
  checkedAt: number
}

/** Whether the entry's value was checked by this very schema, and so is a T. */
export const isEntryOf = <T>(entry: LocalEntry<unknown>, schema: z.ZodType<T>): entry is LocalEntry<T> =>
  entry.schema === schema

export type LocalLevel = ReturnType<typeof createLocalLevel>

/** More tags than this and the level begins anew. */
const maxTagsKept = 50_000
/** Characters of stored text per cache, whatever the number of its entries. */
const maxShelfSize = 32_000_000

/**
 * Values kept in this process, and what it knows of invalidations. It never asks Redis: the bus opens it while the
 * link is coherent, tells it of every invalidation, closes it otherwise. Time is the process's own, and monotonic.
 */
export function createLocalLevel(policies: Readonly<Record<CacheName, CachePolicy>>) {
  const shelves = new Map<CacheName, LRUCache<string, LocalEntry<unknown>>>()
  /** When each tag was last touched. */
  const touched = new Map<string, number>()
  let epoch: string | undefined
  /** What was read before this moment may lack invalidations that this level has not heard of. */
  let floorSeq = 0
  /** The latest invalidation heard of. */
  let latestSeq = 0

  const level = {
    /** Grows with every invalidation heard of: what is decided by one holds until the next. */
    generation: 0,
    /** Entries may be served within this span; empty while the link is not known to be alive. */
    trustedFromMs: 0,
    trustedUntilMs: 0,

    shelf(cache: CacheName): LRUCache<string, LocalEntry<unknown>> {
      const known = shelves.get(cache)
      if (known) return known
      const shelf = new LRUCache<string, LocalEntry<unknown>>({
        max: policies[cache].maxLocalEntries,
        maxSize: maxShelfSize,
        sizeCalculation: ({ size }) => size,
      })
      shelves.set(cache, shelf)
      return shelf
    },

    /** Whether none of its tags was touched after it was read. */
    isUntouched(entry: LocalEntry<unknown>): boolean {
      if (entry.checkedAt === level.generation) return true
      if (isTouched(entry)) return false
      entry.checkedAt = level.generation
      return true
    },

    /** Keeps the value, if every invalidation since it was read at `stamp` is known. */
    put<T>(cache: CacheName, id: string, entry: LocalEntry<T>, stamp: Stamp): void {
      if (stamp.epoch !== epoch || stamp.seq < floorSeq || isTouched(entry)) return
      entry.checkedAt = level.generation
      level.shelf(cache).set(id, entry)
    },

    /** Redis counted an invalidation of these tags. */
    touch(tags: readonly string[], stamp: Stamp): void {
      level.generation += 1
      // Of another epoch: whoever notices drops the level.
      if (stamp.epoch === epoch) mark(tags, stamp.seq)
    },

    /** An invalidation that Redis could not be told: later than anything it has counted. */
    touchUntold(tags: readonly string[]): void {
      level.generation += 1
      mark(tags, untold)
    },

    /** Redis has been told. */
    settle(tags: readonly string[], stamp: Stamp): void {
      for (const tag of tags) touched.delete(tag)
      // It may have counted others meanwhile that were taken for these.
      level.touch(tags, { epoch: stamp.epoch, seq: Math.max(stamp.seq, latestSeq) })
    },

    /** Drops everything; from now on keeps what is read at `seq` or later. Without an epoch: nothing. */
    begin(newEpoch: string | undefined, seq: number): void {
      level.generation += 1
      epoch = newEpoch
      floorSeq = seq
      latestSeq = seq
      for (const shelf of shelves.values()) shelf.clear()
      for (const [tag, at] of touched) if (at !== untold) touched.delete(tag)
    },

    isTrustedAt: (nowMs: number): boolean => nowMs < level.trustedUntilMs && nowMs >= level.trustedFromMs,

    trust(fromMs: number, untilMs: number): void {
      level.trustedFromMs = fromMs
      level.trustedUntilMs = untilMs
    },

    /** Void entries are never served; this frees their memory, and that of personal data with them. */
    sweep(): void {
      for (const shelf of shelves.values()) {
        for (const [id, entry] of shelf.entries()) if (!level.isUntouched(entry)) shelf.delete(id)
      }
    },
  }
  return level

  function mark(tags: readonly string[], seq: number): void {
    if (seq !== untold) latestSeq = Math.max(latestSeq, seq)
    if (touched.size + tags.length > maxTagsKept) level.begin(epoch, latestSeq)
    for (const tag of tags) touched.set(tag, Math.max(seq, touched.get(tag) ?? 0))
  }

  function isTouched(entry: LocalEntry<unknown>): boolean {
    if (touched.size === 0) return false
    entry.tags ??= readTags(entry.text ?? '')
    return entry.tags.some((tag) => (touched.get(tag) ?? 0) > entry.seq)
  }
}

const untold = Number.POSITIVE_INFINITY
