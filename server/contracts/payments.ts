import { z } from 'zod'
import { timestamp, uuid } from './ids.ts'

export const paymentProvider = z.enum(['mercado-pago', 'asaas', 'stripe'])
export type PaymentProvider = z.infer<typeof paymentProvider>

export const paymentStatus = z.enum(['pending', 'failed', 'canceled', 'paid', 'refunded'])
export type PaymentStatus = z.infer<typeof paymentStatus>

/** R$ 1 to R$ 1 000 000: below it providers refuse, above it a slip of the finger is likelier than a fee. */
export const amountCents = z.int().min(100).max(100_000_000)

/** What a visitor is asked to pay for, as staff see it. */
export const payment = z.object({
  id: uuid,
  /** null: a charge that names nothing of ours. */
  conversationId: uuid.nullable(),
  amountCents: z.int().positive(),
  /** ISO 4217. */
  currency: z.string().length(3),
  description: z.string().nullable(),
  status: paymentStatus,
  provider: z.string(),
  /** Where it is paid; null until the provider has made it, or where it was made elsewhere. */
  checkoutUrl: z.string().nullable(),
  paidAt: timestamp.nullable(),
  createdAt: timestamp,
})
export type Payment = z.infer<typeof payment>

export const requestPaymentInput = z.object({
  /** Chosen by the browser once per attempt: asking again with it asks for nothing new. */
  paymentId: uuid,
  conversationId: uuid,
  amountCents,
  /** On the provider's page and in the message to the visitor. */
  description: z.string().trim().min(3).max(200),
})
