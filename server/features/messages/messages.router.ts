import { z } from 'zod'
import { sendMessageInput, sentMessage } from '../../contracts/conversations.ts'
import { chatEvent } from '../../contracts/events.ts'
import { uuid } from '../../contracts/ids.ts'
import { router } from '../../trpc/init.ts'
import { memberProcedure } from '../../trpc/procedures.ts'
import { authorizeConversation } from '../conversations/authorize-conversation.ts'
import { listMessages } from './list-messages.ts'
import { sendMessage } from './send-message.ts'
import { streamMessages } from './stream-messages.ts'

const pageLength = 50

const listInput = z.object({
  conversationId: uuid,
  /** The page ends before this event; without it, at the newest. */
  beforeSeq: z.int().positive().optional(),
  limit: z.int().min(1).max(200).default(pageLength),
})

const streamInput = z.object({
  conversationId: uuid,
  /** The last event the client has shown; without it, the stream starts at the first. tRPC fills it in when it reconnects. */
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the number of an event')
    .optional(),
})

export const messagesRouter = router({
  // The event is its own record, so the audit log does not repeat it.
  send: memberProcedure({ limit: 'chat', audit: 'none' })
    .input(sendMessageInput)
    .output(sentMessage)
    .mutation(({ ctx, input }) => sendMessage(ctx, input)),

  list: memberProcedure({ limit: 'default' })
    .input(listInput)
    .output(z.object({ events: z.array(chatEvent), headSeq: z.int().nonnegative(), hasMore: z.boolean() }))
    .query(({ ctx, input }) => listMessages(ctx, input)),

  stream: memberProcedure({ limit: 'default' })
    .input(streamInput)
    .subscription(async ({ ctx, input, signal }) => {
      await authorizeConversation(ctx, input.conversationId)
      const afterSeq = Number(input.lastEventId ?? 0)
      return streamMessages(ctx.services, { conversationId: input.conversationId, afterSeq, signal })
    }),
})
