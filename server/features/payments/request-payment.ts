import type { z } from 'zod'
import { requestPayment as storeRequest } from '#db/queries/payments.ts'
import type { Payment, requestPaymentInput } from '../../contracts/payments.ts'
import { AppError } from '../../errors.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import { conversationNotFound, notYourConversation } from '../../trpc/middleware/member-of.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'

/**
 * Asks the visitor of a conversation for money: a job makes the provider's page and writes its address as a message of
 * the member of staff. A repeat with the same `paymentId` asks for nothing new. NOT_FOUND, FORBIDDEN, CONFLICT, SERVICE_UNAVAILABLE.
 */
export async function requestPayment(
  { services, viewer, audit }: StaffContext,
  input: z.output<typeof requestPaymentInput>,
): Promise<Payment> {
  if (!services.mercadoPago) throw notSetUp()
  const { conversationId, paymentId } = input
  const result = await storeRequest(services.db, {
    ...input,
    staffId: viewer.userId,
    provider: 'mercado-pago',
    jobs: [outboxJob('send-payment-link', { conversationId, paymentId })],
    audit,
  })
  switch (result.status) {
    case 'not_found':
      throw conversationNotFound()
    case 'forbidden':
      throw notYourConversation()
    case 'closed':
      throw new AppError('CONFLICT', { publicMessage: 'This conversation is closed.' })
    case 'conflict':
      throw new AppError('CONFLICT', {
        publicMessage: 'This request was used before. Reload the page and start again.',
      })
  }
  await wakeRelay(services)
  return result.payment
}

const notSetUp = () =>
  new AppError('SERVICE_UNAVAILABLE', {
    publicMessage: 'No payment provider is set up: set MERCADO_PAGO_ACCESS_TOKEN.',
  })
