import { z } from 'zod'
import { removeMailSuppression } from '#db/queries/mail-suppressions.ts'
import { uuid } from '../../contracts/ids.ts'
import { router } from '../../trpc/init.ts'
import { adminProcedure } from '../../trpc/procedures.ts'
import { listMail, listMailInput, mailPage } from './list-mail.ts'
import { listSuppressions, listSuppressionsInput, suppressionPage } from './list-suppressions.ts'

/** The mails that went out, and the addresses that get none, as the console shows them. */
export const mailRouter = router({
  messages: adminProcedure({ limit: 'default' })
    .input(listMailInput)
    .output(mailPage)
    .query(({ ctx, input }) => listMail(ctx.services, input)),

  suppressions: adminProcedure({ limit: 'default' })
    .input(listSuppressionsInput)
    .output(suppressionPage)
    .query(({ ctx, input }) => listSuppressions(ctx.services, input)),

  /** Mails may go there again. Resend's own list is another one: see docs/email.md. */
  unsuppress: adminProcedure({ limit: 'default', audit: 'mail.unsuppress' })
    .input(z.object({ id: uuid }))
    .output(z.object({ isRemoved: z.boolean() }))
    .mutation(async ({ ctx, input }) => ({
      isRemoved: await removeMailSuppression(ctx.services.db, { id: input.id, audit: ctx.audit }),
    })),
})
