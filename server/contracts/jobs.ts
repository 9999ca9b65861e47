import { z } from 'zod'
import { uuid } from './ids.ts'

/** BullMQ queues by name; every worker runs one consumer of each. */
export const queues = {
  emails: { concurrency: 5 },
  /** The Cloud API takes 80 messages a second from one number. */
  whatsapp: { concurrency: 5, rate: { max: 80, perMs: 1_000 } },
  webhooks: { concurrency: 10 },
  deliveries: { concurrency: 10 },
  notifications: { concurrency: 10 },
  maintenance: { concurrency: 1 },
} as const satisfies Record<string, QueueContract>

export interface QueueContract {
  /** Jobs at once in one worker. */
  readonly concurrency: number
  /** Jobs started by all workers together. */
  readonly rate?: { readonly max: number; readonly perMs: number }
}

export type QueueName = keyof typeof queues

export interface JobContract {
  readonly queue: QueueName
  /** Payloads carry their version; a consumer takes this one and, by `previous`, the one before. */
  readonly version: number
  readonly payload: z.ZodType
  /** Payloads of `version - 1`, as they wait during a deploy, made into those of today. */
  readonly previous?: z.ZodType
  readonly attempts: number
  /** Exponential with jitter: half to full of `baseMs` · 2^(failures - 1), at most `maxMs`. */
  readonly backoff: { readonly baseMs: number; readonly maxMs: number }
  /** 1 goes first; equal ones in the order of their arrival. */
  readonly priority: number
  /** One attempt; then it is told to abort, and counts as failed. */
  readonly timeoutMs: number
  /** How long its record stays in Postgres and in Redis once it is done. */
  readonly keepMs: number
  /** Failed for good: kept as a dead letter until someone looks at it, or dropped with a line in the log. */
  readonly whenFailed: 'keep' | 'drop'
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

const defaults = {
  version: 1,
  attempts: 8,
  backoff: { baseMs: 2_000, maxMs: 10 * minuteMs },
  priority: 5,
  timeoutMs: minuteMs,
  keepMs: 7 * dayMs,
  whenFailed: 'keep',
} as const

const aboutConversation = z.object({ conversationId: uuid })

/**
 * Every job on one screen. Adding one is one entry here; the worker does not compile without its handler.
 * Payloads name rows, never people: addresses and texts are read when the job runs.
 */
export const jobs = {
  'email-firm-new-conversation': { ...defaults, queue: 'emails', payload: aboutConversation },
  'email-visitor-new-conversation': { ...defaults, queue: 'emails', payload: aboutConversation },
  'notify-new-message': {
    ...defaults,
    queue: 'notifications',
    payload: z.object({ conversationId: uuid, eventId: uuid }),
    attempts: 3,
    backoff: { baseMs: 500, maxMs: minuteMs },
    whenFailed: 'drop',
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
  /** ISO 8601: not before; absent: at once. */
  readonly runAt?: string
}
