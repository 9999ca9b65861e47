import { z } from 'zod'
import { listWebhooks } from '#db/queries/inbound-webhooks.ts'
import { uuid } from '../../contracts/ids.ts'
import { webhookProvider, webhookState, webhookSummary } from '../../contracts/webhooks.ts'
import { router } from '../../trpc/init.ts'
import { adminProcedure } from '../../trpc/procedures.ts'
import { processUnknown } from './process-unknown.ts'

const listInput = z.object({
  provider: webhookProvider.optional(),
  state: webhookState.optional(),
  /** The page ends before this one; without it, at the newest. */
  beforeId: uuid.optional(),
  limit: z.int().min(1).max(200).default(50),
})

/** What providers told us, without what it carries. */
export const inboundWebhooksRouter = router({
  list: adminProcedure({ limit: 'default' })
    .input(listInput)
    .output(z.array(webhookSummary))
    .query(({ ctx, input }) => listWebhooks(ctx.services.db, input)),

  process: adminProcedure({ limit: 'default', audit: 'webhook.process' })
    .input(z.object({ provider: webhookProvider, ids: z.array(uuid).min(1).max(50) }))
    .output(z.object({ count: z.int().nonnegative() }))
    .mutation(({ ctx, input }) => processUnknown(ctx, input)),
})
