import type { JobName, QueueName } from '#server/contracts/jobs.ts'
import type { Keys } from '#server/redis/keys.ts'
import type { RedisStore } from '#server/redis/store.ts'
import { contractOf } from './contract-of.ts'

interface QueuedJob {
  readonly id: string
  readonly name: JobName
}

/**
 * Takes jobs out of their queues, whatever their state, with errors, logs and events: what BullMQ keeps of a job is a copy
 * of what Postgres has. Answers how many run at this moment and are left. Rejects while Redis is away.
 */
export async function forgetJobs(
  { store, keys }: { readonly store: RedisStore; readonly keys: Keys },
  jobs: readonly QueuedJob[],
): Promise<number> {
  const byQueue = Map.groupBy(jobs, ({ name }): QueueName => contractOf(name).queue)
  let running = 0
  for (const [queue, group] of byQueue) {
    for (let from = 0; from < group.length; from += batch) {
      const ids = group.slice(from, from + batch).map(({ id }) => id)
      const call = { keys: [keys.queueEvents(queue)], args: [keys.queueRoot(queue), ...ids] }
      running += await store.run('forget-jobs', call)
    }
  }
  return running
}

const batch = 500
