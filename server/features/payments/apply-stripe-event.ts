import { z } from 'zod'
import type { PaymentNews } from '#db/queries/payments.ts'
import type { PaymentStatus } from '#server/contracts/payments.ts'
import type { WebhookApplier } from '../webhooks/webhook-applier.ts'
import { applyPaymentNews } from './apply-payment-news.ts'
import { readPaymentEvent } from './read-payment-event.ts'

/** Sessions, charges and disputes belong to a payment intent, whose id names the payment whichever of them speaks. */
const stripeObject = z.object({
  object: z.string().optional(),
  id: z.string(),
  payment_intent: z.string().nullish(),
  payment_status: z.string().nullish(),
  client_reference_id: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  currency: z.string().nullish(),
  amount: z.int().nullish(),
  amount_total: z.int().nullish(),
  amount_refunded: z.int().nullish(),
  refunded: z.boolean().nullish(),
})
type StripeObject = z.infer<typeof stripeObject>

const stripeEvent = z.object({
  type: z.string(),
  /** Seconds since 1970. */
  created: z.int().optional(),
  data: z.object({ object: stripeObject }),
})

/** https://docs.stripe.com/api/events/types */
const statusOf: Readonly<Record<string, (object: StripeObject) => PaymentStatus>> = {
  'checkout.session.completed': ({ payment_status }) => (payment_status === 'paid' ? 'paid' : 'pending'),
  'checkout.session.async_payment_succeeded': () => 'paid',
  'checkout.session.async_payment_failed': () => 'failed',
  'checkout.session.expired': () => 'canceled',
  'payment_intent.processing': () => 'pending',
  'payment_intent.succeeded': () => 'paid',
  'payment_intent.payment_failed': () => 'failed',
  'payment_intent.canceled': () => 'canceled',
  'charge.refunded': ({ refunded, amount, amount_refunded }) =>
    (refunded ?? amount === amount_refunded) ? 'refunded' : 'paid',
  'charge.dispute.funds_withdrawn': () => 'refunded',
}

/** The event carries what became of the payment; amounts are in the currency's hundredths. */
export const applyStripeEvent: WebhookApplier = async (context) => {
  const { type, created, data } = readPaymentEvent(stripeEvent, context.event)
  const status = statusOf[type]?.(data.object)
  if (!status) return 'ignored'
  const happenedAt = created === undefined ? context.receivedAt : new Date(created * 1_000).toISOString()
  return applyPaymentNews(context, { ...newsOf(data.object), status, paidAt: status === 'paid' ? happenedAt : null })
}

function newsOf(object: StripeObject): Omit<PaymentNews, 'status' | 'paidAt'> {
  const { metadata } = object
  return {
    provider: 'stripe',
    providerPaymentId: object.payment_intent ?? object.id,
    reference: object.client_reference_id ?? metadata?.external_reference ?? metadata?.reference ?? null,
    amountCents: object.amount_total ?? object.amount ?? 0,
    refundedCents: object.amount_refunded ?? 0,
    currency: (object.currency ?? 'brl').toUpperCase(),
  }
}
