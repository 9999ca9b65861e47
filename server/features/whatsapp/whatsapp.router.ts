import { z } from 'zod'
import { uuid } from '../../contracts/ids.ts'
import { whatsappThread } from '../../contracts/whatsapp.ts'
import { router } from '../../trpc/init.ts'
import { staffProcedure } from '../../trpc/procedures.ts'
import { readThread } from './read-thread.ts'

export const whatsappRouter = router({
  /** Null where the conversation is not on WhatsApp, or is not at all. */
  thread: staffProcedure({ limit: 'default' })
    .input(z.object({ conversationId: uuid }))
    .output(whatsappThread.nullable())
    .query(({ ctx, input }) => readThread(ctx.services, input.conversationId)),
})
