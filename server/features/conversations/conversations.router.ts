import { z } from 'zod'
import { listStaff } from '#db/queries/profiles.ts'
import { conversation, startConversationInput } from '../../contracts/conversations.ts'
import { uuid } from '../../contracts/ids.ts'
import { router } from '../../trpc/init.ts'
import { conversationProcedure, memberProcedure, publicProcedure, staffProcedure } from '../../trpc/procedures.ts'
import { translateStream } from '../../trpc/translate-stream.ts'
import { setActivity, setActivityInput } from '../presence/set-activity.ts'
import { realtimeOf } from '../realtime-of.ts'
import { assignConversation, assignConversationInput } from './assign-conversation.ts'
import { findAuthorized } from './authorize-conversation.ts'
import { listOwnConversations } from './list-own-conversations.ts'
import { markRead, markReadInput } from './mark-read.ts'
import { startConversation } from './start-conversation.ts'

const liveInput = z.object({
  /** Chosen by the browser for each window that shows the conversation, so that one of them can be away alone. */
  viewId: uuid.optional(),
})

export const conversationsRouter = router({
  start: publicProcedure({ limit: 'chat', audit: 'conversation.start' })
    .input(startConversationInput)
    .output(z.object({ conversation, sessionToken: z.string().optional() }))
    .mutation(({ ctx, input }) => startConversation(ctx, input)),

  mine: memberProcedure({ limit: 'default' })
    .output(z.array(conversation))
    .query(({ ctx }) => listOwnConversations(ctx)),

  byId: conversationProcedure('member', { limit: 'default' })
    .output(conversation)
    .query(({ ctx, input }) => findAuthorized(ctx.services, input.conversationId)),

  live: conversationProcedure('member', { limit: 'default' })
    .input(liveInput)
    .subscription(({ ctx, input: { conversationId, viewId }, signal }) => {
      const { rooms } = realtimeOf(ctx.services).live
      return translateStream(rooms.watch({ conversationId, viewId, userId: ctx.viewer.userId, signal }))
    }),

  setActivity: conversationProcedure('member', { limit: 'default', audit: 'conversation.set-activity' })
    .input(setActivityInput)
    .mutation(({ ctx, input }) => setActivity(ctx, input)),

  markRead: conversationProcedure('member', { limit: 'default', audit: 'conversation.mark-read' })
    .input(markReadInput)
    .output(z.object({ readSeq: z.int().nonnegative() }))
    .mutation(({ ctx, input }) => markRead(ctx, input)),

  assign: conversationProcedure('staff', { limit: 'default', audit: 'conversation.assign' })
    .input(assignConversationInput)
    .output(z.object({ conversation, revision: z.int().nonnegative() }))
    .mutation(({ ctx, input }) => assignConversation(ctx, input)),

  assignees: staffProcedure({ limit: 'default' })
    .output(z.array(z.object({ id: uuid, name: z.string() })))
    .query(({ ctx }) => listStaff(ctx.services.db)),
})
