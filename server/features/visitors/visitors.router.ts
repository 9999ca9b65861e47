import { z } from 'zod'
import { readOwnAddress } from '#db/queries/visitors.ts'
import { router } from '../../trpc/init.ts'
import { memberProcedure, visitorProcedure } from '../../trpc/procedures.ts'
import { askForConfirmation, askForConfirmationInput } from './ask-for-confirmation.ts'

export const visitorsRouter = router({
  /** The caller's own address, as they left it. */
  address: memberProcedure({ limit: 'default' })
    .output(z.object({ email: z.string().nullable(), isConfirmed: z.boolean() }).nullable())
    .query(({ ctx: { services, viewer } }) => readOwnAddress(services.db, viewer.userId)),

  confirmEmail: visitorProcedure({ limit: 'auth', audit: 'visitor.confirm-request' })
    .input(askForConfirmationInput)
    .output(z.object({ isSent: z.literal(true) }))
    .mutation(({ ctx, input }) => askForConfirmation(ctx, input)),
})
