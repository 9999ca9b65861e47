import { z } from 'zod'
import { sendMessageInput, sentMessage } from '../../contracts/conversations.ts'
import { chatEvent } from '../../contracts/events.ts'
import { uuid } from '../../contracts/ids.ts'
import { cursorInput } from '../../contracts/positions.ts'
import { router } from '../../trpc/init.ts'
import { conversationProcedure } from '../../trpc/procedures.ts'
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
  /** tRPC fills it in when it reconnects. Digits alone come from browsers of the version before this one. */
  lastEventId: cursorInput,
})

export const messagesRouter = router({
  send: conversationProcedure('member', { limit: 'chat', audit: 'message.send' })
    .input(sendMessageInput)
    .output(sentMessage)
    .mutation(({ ctx, input }) => sendMessage(ctx, input)),

  list: conversationProcedure('member', { limit: 'default' })
    .input(listInput)
    .output(
      z.object({
        events: z.array(chatEvent),
        epoch: z.string(),
        headSeq: z.int().nonnegative(),
        hasMore: z.boolean(),
      }),
    )
    .query(({ ctx, input }) => listMessages(ctx, input)),

  stream: conversationProcedure('member', { limit: 'default' })
    .input(streamInput)
    .subscription(({ ctx, input, signal }) => streamMessages(ctx, input, signal)),
})
