import { type QueueName, queues } from '../contracts/jobs.ts'
import type { Keys } from './keys.ts'
import type { RedisStore } from './store.ts'

/** How many jobs of a queue are in Redis, by state. */
export interface QueueCounts {
  readonly queue: QueueName
  /** Ready to be begun. */
  readonly waiting: number
  readonly active: number
  /** Waiting for their next attempt. */
  readonly delayed: number
  /** Those that BullMQ still has; the dead letters are what counts. */
  readonly failed: number
  readonly isPaused: boolean
}

/** Of every queue. Rejects while Redis does not answer. Works over HTTP, where there is no BullMQ. */
export const readQueueCounts = (from: { readonly store: RedisStore; readonly keys: Keys }): Promise<QueueCounts[]> =>
  Promise.all(queueNames.map((queue) => readQueue(queue, from)))

const queueNames = Object.keys(queues).filter((name): name is QueueName => Object.hasOwn(queues, name))

async function readQueue(
  queue: QueueName,
  { store, keys }: Parameters<typeof readQueueCounts>[0],
): Promise<QueueCounts> {
  const [wait, active, prioritized, delayed, failed, paused] = await Promise.all([
    store.command('LLEN', keys.queueJobs(queue, 'wait')),
    store.command('LLEN', keys.queueJobs(queue, 'active')),
    store.command('ZCARD', keys.queueJobs(queue, 'prioritized')),
    store.command('ZCARD', keys.queueJobs(queue, 'delayed')),
    store.command('ZCARD', keys.queueJobs(queue, 'failed')),
    store.command('HEXISTS', keys.queueMeta(queue), 'paused'),
  ])
  return {
    ...{ queue, waiting: Number(wait) + Number(prioritized), active: Number(active) },
    ...{ delayed: Number(delayed), failed: Number(failed), isPaused: Number(paused) === 1 },
  }
}
