import type { Db } from '#db/client.ts'
import { listUnfinishedJobs, parkUnknownJobs, releaseUnknownJobs, takeJobTurn } from '#db/queries/reconcile-jobs.ts'
import type { UnfinishedJobs } from './reconciler.ts'

export const unfinishedJobsOf = (db: Db): UnfinishedJobs => ({
  takeTurn: (forMs) => takeJobTurn(db, { duty: 'reconcile', forMs }),
  list: (page) => listUnfinishedJobs(db, page),
  parkUnknown: (olderMs) => parkUnknownJobs(db, { olderMs }),
  releaseUnknown: (page) => releaseUnknownJobs(db, page),
})
