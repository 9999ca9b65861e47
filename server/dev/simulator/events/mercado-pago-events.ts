import { randomInt } from 'node:crypto'
import { z } from 'zod'
import type { Payment } from '../payment.ts'
import { formatBrl } from '../providers/provider-api.ts'
import type { EventDraft } from '../webhooks/webhook-events.ts'

export const paymentAction = z.enum(['paid', 'refunded', 'partiallyRefunded', 'rejected', 'canceled', 'pending'])
export type PaymentAction = z.infer<typeof paymentAction>

/** Which payment: one there is, one made now of a preference, or one out of nothing. */
export const paymentEventInput = z
  .object({
    action: paymentAction,
    paymentId: z.string().min(1).optional(),
    preferenceId: z.string().min(1).optional(),
    externalReference: z.string().min(1).max(256).optional(),
    /** In reais; of a partial refund: what goes back. */
    amount: z.coerce.number().positive().max(10_000_000).optional(),
    payerEmail: z.email().optional(),
  })
  .strict()
  .refine(({ paymentId, preferenceId, externalReference }) => paymentId ?? preferenceId ?? externalReference, {
    path: ['paymentId'],
    message: 'name a payment, a preference, or an external reference with an amount',
  })
export type PaymentEventInput = z.infer<typeof paymentEventInput>

/** The pointer that Mercado Pago posts: what happened is read from `/v1/payments/{id}`. */
export function paymentPointer(
  payment: Payment,
  options: { readonly action: 'payment.created' | 'payment.updated'; readonly nowMs: number },
): EventDraft {
  const subject = String(payment.id)
  const id = randomInt(100_000_000_000, 999_999_999_999)
  const body = {
    action: options.action,
    api_version: 'v1',
    data: { id: subject },
    date_created: new Date(options.nowMs).toISOString(),
    id,
    live_mode: false,
    type: 'payment',
    user_id: '724484980',
  }
  return {
    id: String(id),
    provider: 'mercado-pago',
    kind: options.action,
    subject,
    summary: {
      title: `${payment.status} · ${formatBrl(payment.transaction_amount)}`,
      to: payment.payer.email,
      preview: payment.external_reference ?? '',
    },
    body: JSON.stringify(body),
    payment: { ...payment },
  }
}
