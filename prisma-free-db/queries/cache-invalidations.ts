import { z } from 'zod'
import type { Db } from '../client.ts'

/** The cache knows of everything that the transaction changed: the change feed need not tell it again. */
export async function forgetCacheInvalidations(db: Db, tx: string): Promise<number> {
  return z.int().parse(await db.call('forget_cache_invalidations', { p_tx: tx }))
}
