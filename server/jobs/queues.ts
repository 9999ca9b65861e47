import { Queue } from 'bullmq'
import { type OutboxJob, type QueueName, queues as queueContracts } from '#server/contracts/jobs.ts'
import type { RedisClient } from '#server/redis/create-client.ts'
import type { Keys } from '#server/redis/keys.ts'
import { contractOf } from './contract-of.ts'
import { forgiveClosedConnection } from './forgive-closed-connection.ts'
import type { JobData } from './job-data.ts'

export interface Queues {
  /** Adds each job to its contract's queue. A job whose id is known already is left as it is. */
  add(jobs: readonly OutboxJob[]): Promise<void>
  readonly byName: Readonly<Record<QueueName, Queue<JobData>>>
  close(): Promise<void>
}

const completedKept = { age: 24 * 60 * 60, count: 100_000 }

/** @param options.connection stays the caller's; with one that fails fast, `add` fails instead of waiting for Redis. */
export function createQueues(options: {
  readonly connection: RedisClient
  readonly keys: Keys
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
    add: async (jobs) => {
      const names = Object.keys(queueContracts).filter((name): name is QueueName => name in byName)
      for (const name of names) {
        const wanted = jobs.filter((job) => contractOf(job.name).queue === name)
        if (wanted.length > 0) await byName[name].addBulk(wanted.map(toBulkJob))
      }
    },
    close: async () => {
      await Promise.all(Object.values(byName).map((queue) => queue.close().catch(forgiveClosedConnection)))
    },
  }
}

function toBulkJob({ id, name, version, payload }: OutboxJob) {
  const { attempts } = contractOf(name)
  return {
    name,
    data: { version, payload },
    // A failed job is a dead letter: kept until someone looks at it.
    opts: { jobId: id, attempts, backoff: { type: 'contract' }, removeOnComplete: completedKept, removeOnFail: false },
  }
}
