import { randomBytes, randomInt } from 'node:crypto'
import { z } from 'zod'
import { formatBrl } from '../providers/provider-api.ts'
import type { EventDraft } from '../webhooks/webhook-events.ts'

/** A charge of a provider that the simulator takes no requests for: it exists in the event alone. */
export const chargeInput = z
  .object({
    action: z.enum(['paid', 'refunded', 'overdue', 'failed', 'canceled']),
    externalReference: z.string().min(1).max(256),
    /** In reais. */
    amount: z.coerce.number().positive().max(10_000_000),
    paymentId: z.string().min(1).optional(),
    description: z.string().max(500).optional(),
  })
  .strict()
export type ChargeInput = z.infer<typeof chargeInput>

const asaasOutcomes: Record<ChargeInput['action'], readonly [event: string, status: string]> = {
  paid: ['PAYMENT_RECEIVED', 'RECEIVED'],
  refunded: ['PAYMENT_REFUNDED', 'REFUNDED'],
  overdue: ['PAYMENT_OVERDUE', 'OVERDUE'],
  failed: ['PAYMENT_CREDIT_CARD_CAPTURE_REFUSED', 'PENDING'],
  canceled: ['PAYMENT_DELETED', 'PENDING'],
}

/** https://docs.asaas.com/docs/payment-events */
export function asaasEvent(input: ChargeInput, nowMs: number): EventDraft {
  const [event, status] = asaasOutcomes[input.action]
  const id = `evt_${randomBytes(16).toString('hex')}&${randomInt(1_000_000, 999_999_999)}`
  const paymentId = input.paymentId ?? `pay_${randomBytes(8).toString('hex')}`
  const day = new Date(nowMs).toISOString().slice(0, 10)
  const payment = {
    object: 'payment',
    id: paymentId,
    dateCreated: day,
    customer: 'cus_000006326297',
    value: input.amount,
    netValue: Math.max(0, Math.round((input.amount - 0.99) * 100) / 100),
    billingType: 'PIX',
    status,
    dueDate: day,
    originalDueDate: day,
    paymentDate: input.action === 'paid' ? day : null,
    clientPaymentDate: input.action === 'paid' ? day : null,
    description: input.description ?? null,
    externalReference: input.externalReference,
    deleted: input.action === 'canceled',
    refunds: input.action === 'refunded' ? [{ status: 'DONE', value: input.amount, dateCreated: day }] : null,
  }
  const dateCreated = new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ')
  return {
    id,
    provider: 'asaas',
    kind: event,
    subject: paymentId,
    summary: { title: event, to: input.externalReference, preview: formatBrl(input.amount) },
    body: JSON.stringify({ id, event, dateCreated, payment }),
  }
}

const stripeTypes: Record<ChargeInput['action'], string> = {
  paid: 'payment_intent.succeeded',
  refunded: 'charge.refunded',
  overdue: 'payment_intent.canceled',
  canceled: 'payment_intent.canceled',
  failed: 'payment_intent.payment_failed',
}

/** https://docs.stripe.com/api/events/object */
export function stripeEvent(input: ChargeInput, nowMs: number): EventDraft {
  const type = stripeTypes[input.action]
  const id = `evt_${randomId()}`
  const intentId = input.paymentId ?? `pi_${randomId()}`
  const body = {
    id,
    object: 'event',
    api_version: '2026-04-22.dahlia',
    created: Math.floor(nowMs / 1000),
    type,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object: input.action === 'refunded' ? chargeOf(input, intentId) : intentOf(input, intentId) },
  }
  return {
    id,
    provider: 'stripe',
    kind: type,
    subject: intentId,
    summary: { title: type, to: input.externalReference, preview: formatBrl(input.amount) },
    body: JSON.stringify(body),
  }
}

function intentOf(input: ChargeInput, id: string): object {
  const isPaid = input.action === 'paid'
  const statuses = { paid: 'succeeded', failed: 'requires_payment_method', overdue: 'canceled', canceled: 'canceled' }
  return {
    id,
    object: 'payment_intent',
    ...moneyOf(input),
    amount_received: isPaid ? toCents(input.amount) : 0,
    status: input.action === 'refunded' ? 'succeeded' : statuses[input.action],
    ...(input.action === 'failed'
      ? { last_payment_error: { code: 'card_declined', message: 'Your card was declined.' } }
      : {}),
  }
}

const chargeOf = (input: ChargeInput, intentId: string): object => ({
  id: `ch_${randomId()}`,
  object: 'charge',
  payment_intent: intentId,
  ...moneyOf(input),
  amount_refunded: toCents(input.amount),
  refunded: true,
  status: 'succeeded',
})

const moneyOf = (input: ChargeInput) => ({
  amount: toCents(input.amount),
  currency: 'brl',
  description: input.description ?? null,
  metadata: { external_reference: input.externalReference },
})

const toCents = (reais: number): number => Math.round(reais * 100)
const randomId = (): string => randomBytes(18).toString('base64url').replace(/[\W_]/g, '0')
