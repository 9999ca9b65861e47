import type { QueueName } from '#server/contracts/jobs.ts'
import { queueNames } from './queue-names.ts'
import type { Queues } from './queues.ts'

export interface QueueCount {
  readonly waiting: number
  readonly active: number
  readonly delayed: number
  readonly failed: number
}

export type QueueCounts = Readonly<Record<QueueName, QueueCount>>

/** All queues in one round trip. */
export async function countQueues({ byName, redis }: Pick<Queues, 'byName' | 'redis'>): Promise<QueueCounts> {
  const pipeline = redis.pipeline()
  for (const name of queueNames) {
    const key = (part: string) => byName[name].toKey(part)
    pipeline.llen(key('wait')).zcard(key('prioritized'))
    pipeline.llen(key('active')).zcard(key('delayed')).zcard(key('failed'))
  }
  const answers = (await pipeline.exec()) ?? []
  const numbers = answers.map(([error, value]) => {
    if (error) throw error
    return Number(value)
  })
  const read = (name: QueueName): QueueCount => {
    const from = queueNames.indexOf(name) * 5
    const [wait = 0, prioritized = 0, active = 0, delayed = 0, failed = 0] = numbers.slice(from, from + 5)
    return { waiting: wait + prioritized, active, delayed, failed }
  }
  return {
    emails: read('emails'),
    whatsapp: read('whatsapp'),
    webhooks: read('webhooks'),
    deliveries: read('deliveries'),
    notifications: read('notifications'),
    maintenance: read('maintenance'),
  }
}
