import type { PaymentStatus } from '#server/contracts/payments.ts'

/** Asaas' events of a payment, and what each makes of it; null: nothing. https://docs.asaas.com/docs/webhook-para-cobrancas */
export const asaasStatuses: Readonly<Record<string, PaymentStatus | null>> = {
  PAYMENT_CREATED: 'pending',
  PAYMENT_UPDATED: null,
  PAYMENT_AWAITING_RISK_ANALYSIS: 'pending',
  PAYMENT_APPROVED_BY_RISK_ANALYSIS: 'pending',
  PAYMENT_REPROVED_BY_RISK_ANALYSIS: 'failed',
  PAYMENT_AUTHORIZED: 'pending',
  PAYMENT_CONFIRMED: 'paid',
  PAYMENT_RECEIVED: 'paid',
  PAYMENT_ANTICIPATED: null,
  PAYMENT_CREDIT_CARD_CAPTURE_REFUSED: 'failed',
  // Late, and still payable.
  PAYMENT_OVERDUE: 'pending',
  PAYMENT_DELETED: 'canceled',
  PAYMENT_RESTORED: null,
  PAYMENT_REFUNDED: 'refunded',
  PAYMENT_PARTIALLY_REFUNDED: 'paid',
  PAYMENT_REFUND_IN_PROGRESS: null,
  PAYMENT_RECEIVED_IN_CASH_UNDONE: 'refunded',
  PAYMENT_CHARGEBACK_REQUESTED: 'refunded',
  PAYMENT_CHARGEBACK_DISPUTE: null,
  PAYMENT_AWAITING_CHARGEBACK_REVERSAL: null,
  PAYMENT_DUNNING_RECEIVED: 'paid',
  PAYMENT_DUNNING_REQUESTED: null,
  PAYMENT_BANK_SLIP_CANCELLED: null,
  PAYMENT_BANK_SLIP_VIEWED: null,
  PAYMENT_CHECKOUT_VIEWED: null,
}
