import type { Locale } from '#server/contracts/locales.ts'
import type { Fact } from '../mail.ts'
import { formatMoment, formatMoney } from '../mail-wording.ts'

/** A payment as both mails about it tell it. */
export interface PaymentForMail {
  /** Null where the payment belongs to no conversation. */
  readonly conversationId: string | null
  readonly visitorName: string
  /** What was paid for, as the firm worded it. */
  readonly description: string
  readonly amountCents: number
  /** ISO 4217. */
  readonly currency: string
  /** ISO 8601. */
  readonly paidAt: string
  readonly provider: 'mercado-pago' | 'asaas' | 'stripe'
  /** The provider's id of the payment. */
  readonly reference: string
}

const labels = {
  'pt-BR': {
    description: 'Referente a',
    amount: 'Valor',
    paidAt: 'Pago em',
    provider: 'Por meio de',
    reference: 'Código',
  },
  en: { description: 'For', amount: 'Amount', paidAt: 'Paid on', provider: 'Through', reference: 'Reference' },
}

const providerNames = { 'mercado-pago': 'Mercado Pago', asaas: 'Asaas', stripe: 'Stripe' }

export function paymentFacts(payment: PaymentForMail, locale: Locale): readonly Fact[] {
  const t = labels[locale]
  return [
    { label: t.description, value: payment.description },
    { label: t.amount, value: formatMoney(payment.amountCents, payment.currency, locale) },
    { label: t.paidAt, value: formatMoment(payment.paidAt, locale) },
    { label: t.provider, value: providerNames[payment.provider] },
    { label: t.reference, value: payment.reference },
  ]
}
