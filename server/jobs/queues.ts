import { type JobsOptions, Queue } from 'bullmq'
import type { RelayedJob } from '#db/queries/outbox.ts'
import { type JobContract, type JobName, jobs, type QueueName } from '#server/contracts/jobs.ts'
import type { RedisClient } from '#server/redis/create-client.ts'
import type { Keys } from '#server/redis/keys.ts'
import type { RedisStore } from '#server/redis/store.ts'
import { addInBulk, type BulkJob } from './add-in-bulk.ts'
import { contractOf } from './contract-of.ts'
import { forgiveClosedConnection } from './forgive-closed-connection.ts'
import type { JobData } from './job-data.ts'
import { queueNames } from './queue-names.ts'

export interface Queues {
  /** Adds each job to its contract's queue. A job whose id is known already is left as it is. */
  add(jobs: readonly RelayedJob[]): Promise<void>
  readonly byName: Readonly<Record<QueueName, Queue<JobData>>>
  /** What the queues stand on, for what BullMQ has no word for. */
  readonly redis: RedisClient
  close(): Promise<void>
}

/**
 * Postgres keeps the record. Here the latest stay for whoever looks into the queue, and for the reconciler after a worker
 * died that had not told Postgres yet: seconds later they must still be among these.
 */
const completedKept = { age: 60 * 60, count: 5_000 }
const failedKept = { age: 24 * 60 * 60, count: 1_000 }

/** @param options.connection stays the caller's; with one that fails fast, `add` fails instead of waiting for Redis. */
export function createQueues(options: {
  readonly connection: RedisClient
  readonly keys: Keys
  /** On the same server: with it a batch goes in by one script rather than by BullMQ's, job by job. */
  readonly store?: RedisStore
  readonly onError: (error: Error) => void
}): Queues {
  const open = (name: QueueName): Queue<JobData> => {
    const { connection, keys } = options
    const queue = new Queue<JobData>(keys.queueName(name), { connection, prefix: keys.queuePrefix() })
    queue.on('error', options.onError)
    return queue
  }
  const byName: Record<QueueName, Queue<JobData>> = {
    emails: open('emails'),
    whatsapp: open('whatsapp'),
    webhooks: open('webhooks'),
    deliveries: open('deliveries'),
    notifications: open('notifications'),
    maintenance: open('maintenance'),
  }
  return {
    byName,
    redis: options.connection,
    add: async (wanted) => {
      const byQueue = Map.groupBy(wanted, (job) => contractOf(job.name).queue)
      const add = async ([name, group]: [QueueName, RelayedJob[]]) => {
        const queue = byName[name]
        if (options.store) await addInBulk(options.store, queue, group.map(toBulkJob))
        else await queue.addBulk(group.map(toBulkJob))
      }
      await Promise.all([...byQueue].map(add))
    },
    close: async () => {
      await Promise.all(Object.values(byName).map((queue) => queue.close().catch(forgiveClosedConnection)))
    },
  }
}

function toBulkJob({ id, name, version, payload, attempts }: RelayedJob): BulkJob {
  const data = attempts > 0 ? { version, payload, attempts } : { version, payload }
  return { name, data, opts: { ...optionsOf(name, attempts), jobId: id } }
}

function optionsOf(name: JobName, attempts: number): JobsOptions {
  const contract = contractOf(name)
  return {
    attempts: Math.max(1, contract.attempts - attempts),
    priority: priorityOf(contract),
    backoff: { type: 'contract' },
    removeOnComplete: completedKept,
    removeOnFail: failedKept,
  }
}

const firstPriority: Readonly<Record<QueueName, number>> = priorities()

function priorities(): Record<QueueName, number> {
  const first = { emails: 1, whatsapp: 1, webhooks: 1, deliveries: 1, notifications: 1, maintenance: 1 }
  for (const queue of queueNames) {
    const contracts: readonly JobContract[] = Object.values(jobs)
    const own = contracts.filter((job) => job.queue === queue).map(({ priority }) => priority)
    first[queue] = Math.min(...own)
  }
  return first
}

/** The first jobs of a queue wait in BullMQ's plain list (0), which it empties before its ordered one, and cheaper. */
const priorityOf = ({ queue, priority }: JobContract): number => (priority === firstPriority[queue] ? 0 : priority)
