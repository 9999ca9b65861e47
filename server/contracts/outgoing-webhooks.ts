import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'

/** What the firm's own systems can be told of. Adding one: an entry here, and the trigger that emits it. */
export const webhookEvents = [
  'conversation.started',
  'message.received',
  'lead.updated',
  'payment.paid',
  'payment.refunded',
] as const
export const webhookEvent = z.enum(webhookEvents)
export type WebhookEvent = z.infer<typeof webhookEvent>

/** The test call of the console: to one endpoint, whatever it listens to, and even while it is off. */
export const testEvent = 'webhook.test'
export const deliveredEvent = z.enum([...webhookEvents, testEvent])
export type DeliveredEvent = z.infer<typeof deliveredEvent>

/** Names rows and states, never people: what an endpoint may read of them is added when it is called. */
const eventData = z.record(z.string(), z.json())

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

/** Waits before the second, third, … attempt: the example schedule of the Standard Webhooks specification, 75 h in all. */
export const retryDelaysMs: readonly number[] = [
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
]

/** An endpoint is switched off when so many attempts in a row failed, the first of them so long ago. */
export const disableAfter = { failures: 20, forMs: hourMs } as const

/**
 * After so many failures in a row an endpoint is let rest between calls, for longer each time. Else one that answers
 * nothing would keep every worker waiting for it, and those of the other endpoints with them.
 */
export const restAfter = { failures: 5, baseMs: 5 * secondMs, maxMs: 5 * minuteMs } as const

export const webhookLimits = {
  endpoints: 20,
  /** One attempt, from looking up the name to the end of the answer. */
  timeoutMs: 10 * secondMs,
  /** For how long the secret before a rotation still signs. */
  oldSecretMs: 24 * hourMs,
  /** Characters of an answer that the log keeps. */
  excerptLength: 300,
  /** For how long the log is kept. */
  logDays: 30,
} as const

const url = z
  .url({ protocol: /^https?$/, error: 'must look like https://sistema.exemplo.com.br/webhooks' })
  .max(500)
  .refine(
    (text) => URL.parse(text)?.username === '' && URL.parse(text)?.password === '',
    'must hold no user or password',
  )
  .refine((text) => URL.parse(text)?.hash === '', 'must hold no #')

const endpointFields = {
  url,
  description: z.string().trim().max(120),
  events: z.array(webhookEvent).min(1, 'must name at least one event').transform(withoutRepeats),
  /** Whether names, addresses and texts are sent along. */
  includesContent: z.boolean(),
}

export const newEndpoint = z.strictObject({
  ...endpointFields,
  description: endpointFields.description.default(''),
  includesContent: z.boolean().default(false),
})
export type NewEndpoint = z.infer<typeof newEndpoint>

export const endpointChanges = z
  .strictObject({ ...endpointFields, isEnabled: z.boolean() })
  .partial()
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), 'must change something')
export type EndpointChanges = z.infer<typeof endpointChanges>

export const disabledReason = z.enum(['manual', 'failed', 'gone'])
export type DisabledReason = z.infer<typeof disabledReason>

/** An endpoint as the console shows it; never its secret. Counts are those of the last 24 hours. */
export const endpoint = z.object({
  id: uuid,
  url: z.string(),
  description: z.string(),
  events: z.array(webhookEvent),
  includesContent: z.boolean(),
  isEnabled: z.boolean(),
  disabledAt: timestamp.nullable(),
  disabledReason: disabledReason.nullable(),
  /** Attempts in a row that failed, and since when. */
  failures: z.int().nonnegative(),
  failingSince: timestamp.nullable(),
  createdAt: timestamp,
  secretCreatedAt: timestamp,
  /** Until then the secret before still signs, too. */
  oldSecretExpiresAt: timestamp.nullable(),
  delivered: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  pending: z.int().nonnegative(),
  lastDeliveredAt: timestamp.nullable(),
})
export type Endpoint = z.infer<typeof endpoint>

export const deliveryState = z.enum(['pending', 'delivered', 'failed', 'canceled'])
export type DeliveryState = z.infer<typeof deliveryState>

/** Why there was no answer to judge. */
export const deliveryError = z.enum([
  'timeout',
  'unreachable',
  'unknown_host',
  'forbidden_address',
  'not_https',
  'tls',
  'broken_answer',
])
export type DeliveryError = z.infer<typeof deliveryError>

export const delivery = z.object({
  id: uuid,
  endpointId: uuid,
  /** Sent as `webhook-id`, the same at each attempt. */
  eventId: uuid,
  type: deliveredEvent,
  occurredAt: timestamp,
  state: deliveryState,
  attempts: z.int().nonnegative(),
  lastStatus: z.int().nullable(),
  lastError: deliveryError.nullable(),
  nextAttemptAt: timestamp.nullable(),
  createdAt: timestamp,
})
export type Delivery = z.infer<typeof delivery>

export const deliveryAttempt = z.object({
  attempt: z.int().positive(),
  at: timestamp,
  durationMs: z.int().nonnegative(),
  /** HTTP status; null when no answer came. */
  status: z.int().nullable(),
  error: deliveryError.nullable(),
  /** The beginning of the answer, secrets and personal data taken out. */
  excerpt: z.string(),
})
export type DeliveryAttempt = z.infer<typeof deliveryAttempt>

export const deliveryDetail = delivery.extend({
  data: eventData,
  history: z.array(deliveryAttempt),
})
export type DeliveryDetail = z.infer<typeof deliveryDetail>

/** Payload of the job that copies an event to its endpoints; the triggers of migration 0020 write it. */
export const emittedEvent = z.object({
  type: webhookEvent,
  occurredAt: timestamp,
  /** For traces. */
  conversationId: uuid.nullish(),
  data: eventData,
})

/** Payload of the job that calls one endpoint once. */
export const dueAttempt = z.object({
  deliveryId: uuid,
  endpointId: uuid,
  /** Only the job of the latest turn calls. */
  turn: uuid,
  /** 1, 2, … in the schedule; sending again by hand begins anew. */
  attempt: z.int().positive(),
  /** Somebody sends it again by hand and waits for it: the endpoint is not let rest. */
  isByHand: z.boolean().optional(),
  /** For traces. */
  conversationId: uuid.optional(),
})

function withoutRepeats(list: readonly WebhookEvent[]): WebhookEvent[] {
  return [...new Set(list)]
}
