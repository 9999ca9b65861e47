import type { JobsOptions, Queue } from 'bullmq'
import type { RedisStore } from '#server/redis/store.ts'
import type { JobData } from './job-data.ts'

export interface BulkJob {
  readonly name: string
  readonly data: JobData
  readonly opts: JobsOptions & { readonly jobId: string }
}

/**
 * What `queue.addBulk` does, in one script for all of them (decision 034). Known ids are left as they are.
 * Options beyond attempts, priority, backoff and what is kept are not for it: no delays, no parents.
 */
export async function addInBulk(store: RedisStore, queue: Queue<JobData>, jobs: readonly BulkJob[]): Promise<void> {
  const kinds = new Map<string, number>()
  const kindArgs: (string | number)[] = []
  const jobArgs: (string | number)[] = []
  for (const { name, data, opts } of jobs) {
    const { jobId, ...shared } = opts
    const options = JSON.stringify(shared)
    const key = `${name} ${options}`
    const kind = kinds.get(key) ?? kinds.size + 1
    if (kind > kinds.size) {
      kinds.set(key, kind)
      kindArgs.push(name, options, shared.priority ?? 0)
    }
    jobArgs.push(kind, jobId, JSON.stringify(data))
  }
  const keys = ['wait', 'prioritized', 'marker', 'meta', 'pc'].map((part) => queue.toKey(part))
  await store.run('add-jobs', { keys, args: [queue.toKey(''), Date.now(), kinds.size, ...kindArgs, ...jobArgs] })
}
