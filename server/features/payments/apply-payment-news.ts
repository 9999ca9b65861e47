import { applyPayment, type PaymentNews } from '#db/queries/payments.ts'
import { newId } from '#server/contracts/ids.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import { announceNotified } from '../notifications/announce.ts'
import type { WebhookContext } from '../webhooks/webhook-applier.ts'

/**
 * What a provider says of a payment: stored with all that follows from it, then hurried to whoever is connected.
 * Repeats and latecomers change nothing.
 */
export async function applyPaymentNews(
  { services, log }: Pick<WebhookContext, 'services' | 'log'>,
  news: PaymentNews,
): Promise<'applied' | 'ignored'> {
  // Nothing was charged: a card that was only checked, a free trial.
  if (news.amountCents <= 0) return 'ignored'
  const { provider, providerPaymentId } = news
  const told = await applyPayment(services.db, {
    ...news,
    newPaymentId: newId(),
    jobs: [
      outboxJob('email-firm-payment-received', { provider, providerPaymentId }),
      outboxJob('email-visitor-payment-received', { provider, providerPaymentId }),
    ],
  })
  log.info({ paymentId: told.payment.id, status: told.payment.status, outcome: told.status }, 'payment told of')
  if (told.status === 'applied') await Promise.all([announceNotified(services, told), wakeRelay(services)])
  return 'applied'
}

/** Reais, or another currency of hundredths, as the amount of a provider's JSON. */
export const toCents = (amount: number): number => Math.round(amount * 100)
