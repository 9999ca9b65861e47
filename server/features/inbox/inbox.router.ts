import { z } from 'zod'
import { inboxView } from '../../contracts/inbox.ts'
import { router } from '../../trpc/init.ts'
import { staffProcedure } from '../../trpc/procedures.ts'
import { streamInbox } from './stream-inbox.ts'

const longestList = 100

const streamInput = z.object({
  view: inboxView,
  limit: z.int().min(1).max(longestList).default(longestList),
})

export const inboxRouter = router({
  stream: staffProcedure({ limit: 'default' })
    .input(streamInput)
    .subscription(({ ctx, input, signal }) => streamInbox(ctx, input, signal)),
})
