import type { Db } from '#db/client.ts'
import { pruneJobs as pruneInDatabase } from '#db/queries/outbox.ts'
import type { JobHandler } from './job-handler.ts'

const limit = 2_000

/** Forgets jobs that ended longer ago than their contract keeps them. */
export const pruneJobs: JobHandler<'prune-jobs', { readonly db: Db }> = async ({ services, log, signal }) => {
  let pruned = 0
  for (let gone = limit; gone >= limit && !signal.aborted; pruned += gone) {
    gone = await pruneInDatabase(services.db, { limit })
  }
  log.info({ pruned }, 'old jobs are forgotten')
}
