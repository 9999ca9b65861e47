import { z } from 'zod'
import { listPayments } from '#db/queries/payments.ts'
import { payment, requestPaymentInput } from '../../contracts/payments.ts'
import { router } from '../../trpc/init.ts'
import { conversationProcedure } from '../../trpc/procedures.ts'
import { requestPayment } from './request-payment.ts'

export const paymentsRouter = router({
  /** Newest first; `canRequest`: a provider is set up to ask through. */
  list: conversationProcedure('staff', { limit: 'default' })
    .output(z.object({ canRequest: z.boolean(), payments: z.array(payment) }))
    .query(async ({ ctx: { services }, input }) => ({
      canRequest: services.mercadoPago !== undefined,
      payments: await listPayments(services.db, input.conversationId),
    })),

  request: conversationProcedure('staff', { limit: 'default', audit: 'payment.request' })
    .input(requestPaymentInput)
    .output(payment)
    .mutation(({ ctx, input }) => requestPayment(ctx, input)),
})
