import { type Job, Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { sharedClockMs } from '../../harness/shared-clock.ts'
import type { JobSubject, JobSubjectOptions } from './job-subject.ts'

const name = 'raw'
/** As BullMQ's own guide says for workers. */
const connectionOptions = { maxRetriesPerRequest: null }

/** The library as its quick start shows it: no outbox, and so nothing that ties a job to the data it is about. */
export async function openRawBullmq({ env, concurrency, idleQueues = 0 }: JobSubjectOptions): Promise<JobSubject> {
  const connection = new Redis(env.REDIS_URL ?? '', connectionOptions)
  const queue = new Queue<{ key: string }>(name, { connection })
  const workers: Worker<{ key: string }>[] = []
  return {
    async add(keys) {
      // The options that the product gives each of its jobs: its own id, attempts, what is kept.
      const jobs = keys.map((key) => ({ name, data: { key }, opts: { jobId: key, attempts: 3, removeOnComplete } }))
      await queue.addBulk(jobs)
      return sharedClockMs()
    },
    async work(onStart) {
      const names = [name, ...Array.from({ length: idleQueues }, (_, index) => `idle-${index}`)]
      const own = new Redis(env.REDIS_URL ?? '', connectionOptions)
      const handle = async ({ data }: Job<{ key: string }>) => onStart(data.key)
      workers.push(...names.map((each) => new Worker(each, handle, { connection: own, concurrency })))
      await Promise.all(workers.map((worker) => worker.waitUntilReady()))
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.close()))
      await queue.close()
      connection.disconnect()
    },
  }
}

const removeOnComplete = { age: 24 * 60 * 60, count: 100_000 }
