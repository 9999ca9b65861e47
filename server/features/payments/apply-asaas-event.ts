import { z } from 'zod'
import type { WebhookApplier } from '../webhooks/webhook-applier.ts'
import { applyPaymentNews, toCents } from './apply-payment-news.ts'
import { asaasStatuses } from './asaas-statuses.ts'
import { readPaymentEvent } from './read-payment-event.ts'

const asaasEvent = z.object({
  event: z.string(),
  payment: z.object({
    id: z.string(),
    value: z.number(),
    externalReference: z.string().nullish(),
    refunds: z.array(z.object({ status: z.string(), value: z.number() })).nullish(),
  }),
})

/** The event carries the payment. Asaas speaks of reais and, of when it was paid, of days: the moment is ours. */
export const applyAsaasEvent: WebhookApplier = async (context) => {
  const { event, payment } = readPaymentEvent(asaasEvent, context.event)
  const status = asaasStatuses[event] ?? null
  if (status === null) return 'ignored'
  const refunds = (payment.refunds ?? []).filter((refund) => refund.status === 'DONE')
  return applyPaymentNews(context, {
    provider: 'asaas',
    providerPaymentId: payment.id,
    reference: payment.externalReference || null,
    status,
    amountCents: toCents(payment.value),
    refundedCents: toCents(refunds.reduce((sum, { value }) => sum + value, 0)),
    currency: 'BRL',
    paidAt: status === 'paid' ? context.receivedAt : null,
  })
}
