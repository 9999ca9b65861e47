import { z } from 'zod'
import type { PaymentNews } from '#db/queries/payments.ts'
import type { PaymentStatus } from '#server/contracts/payments.ts'
import type { MercadoPagoPayment } from '#server/integrations/mercado-pago.ts'
import type { WebhookApplier } from '../webhooks/webhook-applier.ts'
import { applyPaymentNews, toCents } from './apply-payment-news.ts'
import { PaymentUnreadable } from './payment-unreadable.ts'
import { readPaymentEvent } from './read-payment-event.ts'

const pointer = z.object({ paymentId: z.string() })

/** https://www.mercadopago.com.br/developers/pt/reference/payments/_payments_id/get */
const statuses: Readonly<Record<string, PaymentStatus>> = {
  pending: 'pending',
  in_process: 'pending',
  authorized: 'pending',
  approved: 'paid',
  // Disputed, and still with us until it is decided.
  in_mediation: 'paid',
  rejected: 'failed',
  cancelled: 'canceled',
  refunded: 'refunded',
  charged_back: 'refunded',
}

/** A payment that is told of may take a moment to be found. */
const mayAppearMs = 10 * 60_000

/** The notice only points: what the payment is now is fetched, so a late or doubled notice cannot turn anything back. */
export const applyMercadoPagoEvent: WebhookApplier = async (context) => {
  const { services, log, event, receivedAt, signal } = context
  const { mercadoPago, clock } = services
  if (!mercadoPago) throw new PaymentUnreadable('MERCADO_PAGO_ACCESS_TOKEN is not set', { isRetryable: false })
  const found = await mercadoPago.fetchPayment(readPaymentEvent(pointer, event).paymentId, { signal })
  if (!found) {
    const isYoung = clock() - Date.parse(receivedAt) < mayAppearMs
    if (isYoung) throw new PaymentUnreadable('Mercado Pago does not know the payment yet', { isRetryable: true })
    log.warn('a notice named a payment that Mercado Pago does not know')
    return 'ignored'
  }
  return applyPaymentNews(context, newsOf(found))
}

function newsOf(found: MercadoPagoPayment): PaymentNews {
  const status = statuses[found.status]
  if (!status)
    throw new PaymentUnreadable('Mercado Pago gave a status that this release does not know', { isRetryable: false })
  return {
    provider: 'mercado-pago',
    providerPaymentId: found.id,
    reference: found.external_reference || null,
    status,
    amountCents: toCents(found.transaction_amount),
    refundedCents: toCents(found.transaction_amount_refunded ?? 0),
    currency: found.currency_id,
    paidAt: found.date_approved ?? null,
  }
}
