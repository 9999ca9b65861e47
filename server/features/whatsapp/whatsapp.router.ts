import { whatsappThread } from '../../contracts/whatsapp.ts'
import { router } from '../../trpc/init.ts'
import { conversationProcedure } from '../../trpc/procedures.ts'
import { readThread } from './read-thread.ts'

export const whatsappRouter = router({
  /** Null where the conversation is not on WhatsApp, or is not at all. */
  thread: conversationProcedure('staff', { limit: 'default' })
    .output(whatsappThread.nullable())
    .query(({ ctx, input }) => readThread(ctx.services, input.conversationId)),
})
