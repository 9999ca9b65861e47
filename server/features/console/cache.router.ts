import { router } from '../../trpc/init.ts'
import { adminProcedure } from '../../trpc/procedures.ts'
import { cacheStats, cacheStatsInput, readCacheStats } from './cache-stats.ts'
import { cacheExplanation, explainCache, explainCacheInput } from './explain-cache.ts'

/** The caches as the console shows them. */
export const cacheRouter = router({
  stats: adminProcedure({ limit: 'default' })
    .input(cacheStatsInput)
    .output(cacheStats)
    .query(({ ctx, input }) => readCacheStats(ctx.services, input)),

  explain: adminProcedure({ limit: 'default' })
    .input(explainCacheInput)
    .output(cacheExplanation)
    .query(({ ctx, input }) => explainCache(ctx.services, input)),
})
