import { z } from 'zod'
import { chatEvent } from '#server/contracts/events.ts'
import { timestamp } from '#server/contracts/ids.ts'
import { jobs, type OutboxJob } from '#server/contracts/jobs.ts'
import { type Locale, locale } from '#server/contracts/locales.ts'
import { type Payment, type PaymentProvider, type PaymentStatus, payment } from '#server/contracts/payments.ts'
import { role } from '#server/contracts/roles.ts'
import { sharedInboxRow } from '#server/contracts/signals.ts'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'
import { notified } from './notifications.ts'

/** What a provider says of one payment, in our words. */
export interface PaymentNews {
  readonly provider: PaymentProvider
  readonly providerPaymentId: string
  /** What the charge was made for: the id of a payment, a lead or a conversation of ours; else it stands alone. */
  readonly reference: string | null
  readonly status: PaymentStatus
  readonly amountCents: number
  readonly refundedCents: number
  /** ISO 4217. */
  readonly currency: string
  /** ISO 8601; null where it was not paid, or the provider does not say when. */
  readonly paidAt: string | null
}

interface ApplyPayment extends PaymentNews {
  /** Of the payment that is made where there is none yet. */
  readonly newPaymentId: string
  /** Enqueued when the money has come, and again when what stood alone is named. */
  readonly jobs: readonly OutboxJob[]
  /** Written into a conversation on WhatsApp, with the job that sends it, when its payment is complete: once. */
  readonly confirmation: { readonly eventId: string; readonly bodies: Readonly<Record<Locale, string>> }
}

const appliedPayment = z.object({
  status: z.enum(['applied', 'unchanged']),
  payment,
  epoch: z.string(),
  notified: z.array(notified),
  /** What was written into the conversation. */
  message: z.object({ event: chatEvent, row: sharedInboxRow }).nullable(),
})

/**
 * Payment, lead, notifications, message and jobs in one transaction. News that were told before, or that later ones have
 * overtaken, change nothing: any number of them in any order end in the same state.
 */
export async function applyPayment(db: Db, news: ApplyPayment): Promise<z.infer<typeof appliedPayment>> {
  const answer = await db.call('apply_payment_v2', {
    p_provider: news.provider,
    p_provider_payment_id: news.providerPaymentId,
    p_reference: news.reference ?? undefined,
    p_status: news.status,
    p_amount_cents: news.amountCents,
    p_refunded_cents: news.refundedCents,
    p_currency: news.currency,
    p_paid_at: news.paidAt ?? undefined,
    p_new_payment_id: news.newPaymentId,
    p_jobs: toJson(news.jobs),
    p_message: toJson({ ...news.confirmation, sendJobVersion: jobs['whatsapp-send'].version }),
  })
  return appliedPayment.parse(answer)
}

const paymentForMail = z.object({
  conversationId: z.string().nullable(),
  visitorName: z.string().nullable(),
  visitorEmail: z.string().nullable(),
  /** The conversation's. */
  locale: locale.nullable(),
  description: z.string().nullable(),
  amountCents: z.int().positive(),
  currency: z.string(),
  paidAt: timestamp,
})

/** What the mails about money that came say; null when it is gone. */
export async function readPaymentForMail(
  db: Db,
  { provider, providerPaymentId }: Pick<PaymentNews, 'provider' | 'providerPaymentId'>,
): Promise<z.infer<typeof paymentForMail> | null> {
  const args = { p_provider: provider, p_provider_payment_id: providerPaymentId }
  return paymentForMail.nullable().parse(await db.call('read_payment_for_mail', args))
}

interface RequestPayment {
  readonly paymentId: string
  readonly conversationId: string
  readonly staffId: string
  readonly amountCents: number
  readonly description: string
  readonly provider: PaymentProvider
  readonly jobs: readonly OutboxJob[]
  readonly audit: AuditEntry
}

const requestedPayment = z.discriminatedUnion('status', [
  z.object({ status: z.literal('requested'), payment }),
  z.object({ status: z.enum(['not_found', 'forbidden', 'closed', 'conflict']) }),
])

/** The payment and the jobs that make its link and send it, in one transaction; a repeat asks for nothing new. */
export async function requestPayment(db: Db, request: RequestPayment): Promise<z.infer<typeof requestedPayment>> {
  const answer = await db.call('request_payment', {
    p_payment_id: request.paymentId,
    p_conversation_id: request.conversationId,
    p_staff_id: request.staffId,
    p_amount_cents: request.amountCents,
    p_description: request.description,
    p_provider: request.provider,
    p_jobs: toJson(request.jobs),
    p_audit: toJson(request.audit),
  })
  return requestedPayment.parse(answer)
}

const paymentToSend = payment.extend({
  conversationId: z.string(),
  description: z.string(),
  requestedBy: z.object({ id: z.string(), role }),
  locale,
  visitorName: z.string(),
})
export type PaymentToSend = z.infer<typeof paymentToSend>

/** A requested payment with who asked whom for it; null when it is gone. */
export async function readPaymentToSend(db: Db, paymentId: string): Promise<PaymentToSend | null> {
  return paymentToSend.nullable().parse(await db.call('read_requested_payment', { p_payment_id: paymentId }))
}

/** Answers the link that the payment has from now on: the first one stays. Null when the payment is gone. */
export async function setPaymentLink(
  db: Db,
  link: { readonly paymentId: string; readonly checkoutId: string; readonly checkoutUrl: string },
): Promise<string | null> {
  const args = { p_payment_id: link.paymentId, p_checkout_id: link.checkoutId, p_checkout_url: link.checkoutUrl }
  return z
    .string()
    .nullable()
    .parse(await db.call('set_payment_link', args))
}

/** Newest first. */
export async function listPayments(db: Db, conversationId: string): Promise<Payment[]> {
  return payment.array().parse(await db.call('list_payments', { p_conversation_id: conversationId }))
}
