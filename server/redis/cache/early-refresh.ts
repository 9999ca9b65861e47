import type { CachePolicy } from '../../contracts/caches.ts'

/**
 * Whether to load a value anew before its time, by chance: the likelier the longer its load takes and the less it has
 * left, so that of many callers about one does, early enough. XFetch (Vattani, Chierichetti, Lowenstein: Optimal
 * Probabilistic Cache Stampede Prevention, VLDB 2015).
 */
export const isDueEarly = (
  loadMs: number,
  freshMs: number,
  { earlyRefresh }: CachePolicy,
  random: () => number,
): boolean => loadMs * earlyRefresh * -Math.log(1 - random()) >= freshMs

/** -ln of a number that is drawn once in a thousand million times: earlier, nobody need draw. */
export const earliestFactor = 20
