import { type QueueName, queues } from '#server/contracts/jobs.ts'

const isQueueName = (name: string): name is QueueName => Object.hasOwn(queues, name)

export const queueNames: readonly QueueName[] = Object.keys(queues).filter(isQueueName)
