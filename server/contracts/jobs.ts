import { z } from 'zod'
import { uuid } from './ids.ts'

/** BullMQ queues by name; the worker runs one consumer of each with this concurrency. */
export const queues = {
  emails: { concurrency: 5 },
  notifications: { concurrency: 10 },
} as const

export type QueueName = keyof typeof queues

export interface JobContract {
  readonly queue: QueueName
  /** Payloads carry their version; a consumer rejects those it does not know. */
  readonly version: number
  readonly payload: z.ZodType
  readonly attempts: number
  readonly backoffMs: number
}

const aboutConversation = z.object({ conversationId: uuid })

/**
 * Every job on one screen. Adding one is one entry here; the worker does not compile without its handler.
 * Payloads name rows, never people: addresses and texts are read when the job runs.
 */
export const jobs = {
  'email-firm-new-conversation': {
    queue: 'emails',
    version: 1,
    payload: aboutConversation,
    attempts: 8,
    backoffMs: 2_000,
  },
  'email-visitor-new-conversation': {
    queue: 'emails',
    version: 1,
    payload: aboutConversation,
    attempts: 8,
    backoffMs: 2_000,
  },
  'notify-new-message': {
    queue: 'notifications',
    version: 1,
    payload: z.object({ conversationId: uuid, eventId: uuid }),
    attempts: 3,
    backoffMs: 500,
  },
} as const satisfies Record<string, JobContract>

export type JobName = keyof typeof jobs
export type JobPayload<N extends JobName> = z.infer<(typeof jobs)[N]['payload']>

/** A row of the outbox as the SQL functions take it in `p_jobs`. */
export interface OutboxJob {
  readonly id: string
  readonly name: JobName
  readonly version: number
  readonly payload: unknown
}
