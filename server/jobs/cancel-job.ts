import type { Db } from '#db/client.ts'
import { type Cancellation, cancelJob as cancelInDatabase } from '#db/queries/outbox.ts'

/**
 * Keeps a job from starting. It may be in the queue already: a worker asks the database before it begins.
 * 'started' means too late: an attempt runs, or ran and failed.
 */
export const cancelJob = (services: { readonly db: Db }, id: string): Promise<Cancellation> =>
  cancelInDatabase(services.db, id)
