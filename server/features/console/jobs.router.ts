import { z } from 'zod'
import { listOpenConversations } from '#db/queries/conversations.ts'
import { conversation } from '../../contracts/conversations.ts'
import { uuid } from '../../contracts/ids.ts'
import { router } from '../../trpc/init.ts'
import { adminProcedure } from '../../trpc/procedures.ts'
import {
  deadLetter,
  deadLetterPage,
  discardDeadLetters,
  discardInput,
  discardResult,
  findDeadLetter,
  listDeadLetters,
  listDeadLettersInput,
  redriveDeadLetters,
  redriveInput,
  redriveResult,
} from './dead-letters.ts'
import {
  countDeadLetters,
  countInput,
  countResult,
  decideAllInput,
  decideAllResult,
  discardAllDeadLetters,
  redriveAllDeadLetters,
} from './decide-all-dead-letters.ts'
import { jobsOverview, readJobsOverview } from './jobs-overview.ts'
import { conversationTrace, traceConversation, traceInput } from './trace-conversation.ts'

/** The jobs as the console shows them. */
export const jobsRouter = router({
  overview: adminProcedure({ limit: 'default' })
    .output(jobsOverview)
    .query(({ ctx }) => readJobsOverview(ctx.services)),

  deadLetters: adminProcedure({ limit: 'default' })
    .input(listDeadLettersInput)
    .output(deadLetterPage)
    .query(({ ctx, input }) => listDeadLetters(ctx, input)),

  deadLetter: adminProcedure({ limit: 'default' })
    .input(z.object({ id: uuid }))
    .output(deadLetter)
    .query(({ ctx, input }) => findDeadLetter(ctx, input)),

  redrive: adminProcedure({ limit: 'default', audit: 'dead-letter.redrive' })
    .input(redriveInput)
    .output(redriveResult)
    .mutation(({ ctx, input }) => redriveDeadLetters(ctx, input)),

  discard: adminProcedure({ limit: 'default', audit: 'dead-letter.discard' })
    .input(discardInput)
    .output(discardResult)
    .mutation(({ ctx, input }) => discardDeadLetters(ctx, input)),

  deadLetterCount: adminProcedure({ limit: 'default' })
    .input(countInput)
    .output(countResult)
    .query(({ ctx, input }) => countDeadLetters(ctx, input)),

  redriveAll: adminProcedure({ limit: 'default', audit: 'dead-letter.redrive' })
    .input(decideAllInput)
    .output(decideAllResult)
    .mutation(({ ctx, input }) => redriveAllDeadLetters(ctx, input)),

  discardAll: adminProcedure({ limit: 'default', audit: 'dead-letter.discard' })
    .input(decideAllInput)
    .output(decideAllResult)
    .mutation(({ ctx, input }) => discardAllDeadLetters(ctx, input)),

  trace: adminProcedure({ limit: 'default' })
    .input(traceInput)
    .output(conversationTrace)
    .query(({ ctx, input }) => traceConversation(ctx.services, input)),

  /** Open conversations to follow, the one that moved last first. */
  traceable: adminProcedure({ limit: 'default' })
    .output(z.array(conversation.pick({ id: true, visitor: true, channel: true, preview: true, lastEventAt: true })))
    .query(({ ctx }) => listOpenConversations(ctx.services.db, { limit: 20 })),
})
