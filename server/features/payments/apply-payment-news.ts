import { applyPayment, type PaymentNews } from '#db/queries/payments.ts'
import { newId } from '#server/contracts/ids.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import { announceRow } from '../inbox/announce-row.ts'
import { announceNotified } from '../notifications/announce.ts'
import type { WebhookContext } from '../webhooks/webhook-applier.ts'
import { paymentConfirmation } from './payment-message.ts'

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
  const { provider, providerPaymentId, amountCents, currency } = news
  const told = await applyPayment(services.db, {
    ...news,
    newPaymentId: newId(),
    jobs: [
      outboxJob('email-firm-payment-received', { provider, providerPaymentId }),
      outboxJob('email-visitor-payment-received', { provider, providerPaymentId }),
    ],
    confirmation: { eventId: newId(), bodies: paymentConfirmation({ amountCents, currency }) },
  })
  log.info({ paymentId: told.payment.id, status: told.payment.status, outcome: told.status }, 'payment told of')
  if (told.status === 'applied') {
    await Promise.all([announceNotified(services, told), announceMessage(services, told), wakeRelay(services)])
  }
  return 'applied'
}

/** As any message is. Nobody of the staff wrote it by hand, so it is unread to all of them. */
async function announceMessage(
  services: WebhookContext['services'],
  { epoch, message }: Pick<Awaited<ReturnType<typeof applyPayment>>, 'epoch' | 'message'>,
): Promise<void> {
  if (!message) return
  const { event, row } = message
  await Promise.all([services.events.publish(epoch, event), announceRow(services, { row, epoch })])
}

/** Reais, or another currency of hundredths, as the amount of a provider's JSON. */
export const toCents = (amount: number): number => Math.round(amount * 100)
