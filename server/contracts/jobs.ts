import { z } from 'zod'
import type { Channel } from './conversations.ts'
import { uuid } from './ids.ts'
import { dueAttempt, emittedEvent } from './outgoing-webhooks.ts'
import { paymentProvider } from './payments.ts'

/** BullMQ queues by name; every worker runs one consumer of each. */
export const queues = {
  /** Resend says itself how many it takes (429), which pauses a queue that has a rate. */
  emails: { concurrency: 5, rate: { max: 200, perMs: 1_000 } },
  /** The Cloud API takes 80 messages a second from one number. */
  whatsapp: { concurrency: 5, rate: { max: 80, perMs: 1_000 } },
  webhooks: { concurrency: 10 },
  deliveries: { concurrency: 10 },
  /** Each waits for Postgres and Redis most of its time, and what it notes goes together with the others'. */
  notifications: { concurrency: 50 },
  /** Two: what prunes for minutes must not keep the alerts from being read. */
  maintenance: { concurrency: 2 },
} as const satisfies Record<string, QueueContract>

export interface QueueContract {
  /** Jobs at once in one worker. */
  readonly concurrency: number
  /** Jobs started by all workers together; a queue that has one also pauses as a whole when a provider asks for it. */
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
  /** How long its record stays in Postgres once it has ended; the queue shows the latest thousand for an hour. */
  readonly keepMs: number
  /** Failed for good: kept as a dead letter until someone looks at it, or dropped with a line in the log. */
  readonly whenFailed: 'keep' | 'drop'
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Twelve attempts: a provider that is away for a quarter of an hour costs no job. */
const defaults = {
  version: 1,
  attempts: 12,
  backoff: { baseMs: 2_000, maxMs: 10 * minuteMs },
  priority: 5,
  timeoutMs: minuteMs,
  keepMs: 7 * dayMs,
  whenFailed: 'keep',
} as const

/**
 * Attempts over 4 to 9 hours, and over 19 where Resend asks for the longest waits: never past the 24 h for which it
 * remembers the key that makes them one mail.
 */
const mailJob = {
  ...defaults,
  queue: 'emails',
  attempts: 16,
  backoff: { baseMs: 2_000, maxMs: 120 * minuteMs },
} as const

const aboutConversation = z.object({ conversationId: uuid })
const aboutWebhook = z.object({ webhookId: uuid })
const aboutAttempt = z.object({
  provider: paymentProvider,
  providerPaymentId: z.string().min(1).max(200),
  /** Filled in where it is stored, for the trace of the conversation. */
  conversationId: uuid.optional(),
})

/**
 * Every job on one screen. Adding one is one entry here; the worker does not compile without its handler.
 * Payloads name rows, never people: addresses and texts are read when the job runs.
 */
export const jobs = {
  'email-firm-new-conversation': { ...mailJob, payload: aboutConversation },
  'email-visitor-new-conversation': { ...mailJob, payload: aboutConversation },
  /** Goes first. Its attempts last for as long as the link would work; then whoever waits asks again. */
  'email-sign-in-link': {
    ...mailJob,
    payload: z.object({ requestId: uuid }),
    priority: 1,
    backoff: { baseMs: 2_000, maxMs: 2 * minuteMs },
    keepMs: dayMs,
    whenFailed: 'drop',
  },
  'notify-new-message': {
    ...defaults,
    queue: 'notifications',
    payload: z.object({ conversationId: uuid, eventId: uuid }),
    attempts: 3,
    backoff: { baseMs: 500, maxMs: minuteMs },
    whenFailed: 'drop',
  },
  /** Three calls of the Cloud API at most; one whose outcome is unknown is the last (docs/whatsapp.md). */
  'whatsapp-send': {
    ...defaults,
    queue: 'whatsapp',
    payload: z.object({ conversationId: uuid, messageId: uuid }),
    attempts: 3,
    // Half of it is the least: 5 to 10 s, then 10 to 20 s.
    backoff: { baseMs: 10_000, maxMs: minuteMs },
  },
  'email-firm-payment-received': { ...mailJob, payload: aboutAttempt },
  'email-visitor-payment-received': { ...mailJob, payload: aboutAttempt },
  /** Makes the page where a requested payment is paid, and writes its address into the conversation. */
  'send-payment-link': { ...defaults, queue: 'notifications', payload: aboutConversation.extend({ paymentId: uuid }) },
  /** Twenty attempts: well over an hour of a provider that does not answer. */
  'process-payment-webhook': { ...defaults, queue: 'webhooks', payload: aboutWebhook, attempts: 20, priority: 1 },
  'process-webhook': { ...defaults, queue: 'webhooks', payload: aboutWebhook, attempts: 12 },
  'prune-webhooks': {
    ...defaults,
    queue: 'maintenance',
    payload: z.object({}),
    timeoutMs: 10 * minuteMs,
    keepMs: dayMs,
  },
  /** Written by the triggers of migration 0020, one per event that somebody listens to. */
  'emit-webhook': { ...defaults, queue: 'deliveries', payload: emittedEvent },
  /** One call. What the endpoint answers is no failure of the job: a later attempt is a job of its own. */
  'deliver-webhook': { ...defaults, queue: 'deliveries', payload: dueAttempt, timeoutMs: minuteMs / 2, keepMs: dayMs },
  /** Mails the link of an invitation: the worker derives its token again from the request's id. */
  'email-staff-invitation': { ...mailJob, payload: z.object({ requestId: uuid }) },
  /** After another role or a deactivation: what the request itself could not end or give back. */
  'settle-staff-change': {
    ...defaults,
    queue: 'notifications',
    payload: z.object({ userId: uuid, actorId: uuid }),
  },
  /** Written by the trigger of migration 0032 for whoever is given another role or switched off, by whatever way. */
  'end-unfit-sessions': { ...defaults, queue: 'notifications', payload: z.object({ userId: uuid }) },
  /** After a second factor came or went: sessions that were opened by other proofs, which the request could not end. */
  'end-sessions': {
    ...defaults,
    queue: 'notifications',
    payload: z.object({
      userId: uuid,
      /** The session that goes on. */
      keptId: z.string().max(64).nullable(),
      /** Epoch ms: what was opened since stays. */
      openedBeforeMs: z.int(),
    }),
  },
  'email-webhook-disabled': { ...mailJob, payload: z.object({ endpointId: uuid }) },
  'prune-webhook-deliveries': { ...defaults, queue: 'maintenance', payload: z.object({}), timeoutMs: 10 * minuteMs },
  /** Reads what contracts/alerts.ts names. One that fails is not repeated: the next minute reads anew. */
  'evaluate-alerts': {
    ...defaults,
    queue: 'maintenance',
    payload: z.object({}),
    attempts: 1,
    priority: 1,
    timeoutMs: 20_000,
    keepMs: 60 * minuteMs,
    whenFailed: 'drop',
  },
  'email-operator-alert': { ...mailJob, payload: z.object({ alertEventId: uuid }), priority: 1 },
  'prune-mail': { ...defaults, queue: 'maintenance', payload: z.object({}), timeoutMs: 10 * minuteMs, keepMs: dayMs },
  /** Until nothing is left of them; written with the erasure, and once more for what comes late (docs/privacy.md). */
  'erase-person': {
    ...defaults,
    queue: 'maintenance',
    payload: z.object({ profileId: uuid }),
    attempts: 20,
    priority: 2,
    timeoutMs: 5 * minuteMs,
    keepMs: dayMs,
  },
  /** The night's run of contracts/retention.ts. */
  'apply-retention': {
    ...defaults,
    queue: 'maintenance',
    payload: z.object({}),
    timeoutMs: 30 * minuteMs,
    keepMs: dayMs,
  },
  'prune-jobs': { ...defaults, queue: 'maintenance', payload: z.object({}), timeoutMs: 10 * minuteMs, keepMs: dayMs },
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
  /** Only where the conversation is held there: who enqueues does not know its channel, the SQL function does. */
  readonly onlyChannel?: Channel
}
