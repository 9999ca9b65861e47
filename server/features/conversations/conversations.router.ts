import { z } from 'zod'
import { listConversationsOfVisitor, listOpenConversations } from '#db/queries/conversations.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { conversation, startConversationInput } from '../../contracts/conversations.ts'
import { uuid } from '../../contracts/ids.ts'
import { isStaff } from '../../contracts/roles.ts'
import { router } from '../../trpc/init.ts'
import { memberProcedure, publicProcedure, staffProcedure } from '../../trpc/procedures.ts'
import { translateStream } from '../../trpc/translate-stream.ts'
import { setActivity, setActivityInput } from '../presence/set-activity.ts'
import { realtimeOf } from '../realtime-of.ts'
import { assignConversation, assignConversationInput } from './assign-conversation.ts'
import { authorizeConversation, authorizeReader } from './authorize-conversation.ts'
import { markRead, markReadInput } from './mark-read.ts'
import { startConversation } from './start-conversation.ts'

const inboxLength = 200

const aboutConversation = z.object({ conversationId: uuid })

const liveInput = aboutConversation.extend({
  /** Chosen by the browser for each window that shows the conversation, so that one of them can be away alone. */
  viewId: uuid.optional(),
})

export const conversationsRouter = router({
  start: publicProcedure({ limit: 'chat', audit: 'conversation.start' })
    .input(startConversationInput)
    .output(z.object({ conversation }))
    .mutation(({ ctx, input }) => startConversation(ctx, input)),

  mine: memberProcedure({ limit: 'default' })
    .output(z.array(conversation))
    .query(({ ctx: { services, viewer } }) =>
      isStaff(viewer.role)
        ? listOpenConversations(services.db, { limit: inboxLength })
        : listConversationsOfVisitor(services.db, viewer.userId),
    ),

  byId: memberProcedure({ limit: 'default' })
    .input(aboutConversation)
    .output(conversation)
    .query(({ ctx, input }) => authorizeConversation(ctx, input.conversationId)),

  live: memberProcedure({ limit: 'default' })
    .input(liveInput)
    .subscription(async ({ ctx, input: { conversationId, viewId }, signal }) => {
      await authorizeReader(ctx, conversationId)
      const { rooms } = realtimeOf(ctx.services).live
      return translateStream(rooms.watch({ conversationId, viewId, userId: ctx.viewer.userId, signal }))
    }),

  // Nothing is stored.
  setActivity: memberProcedure({ limit: 'default', audit: 'none' })
    .input(setActivityInput)
    .mutation(({ ctx, input }) => setActivity(ctx, input)),

  // The mark is its own record.
  markRead: memberProcedure({ limit: 'default', audit: 'none' })
    .input(markReadInput)
    .output(z.object({ readSeq: z.int().nonnegative() }))
    .mutation(({ ctx, input }) => markRead(ctx, input)),

  assign: staffProcedure({ limit: 'default', audit: 'conversation.assign' })
    .input(assignConversationInput)
    .output(z.object({ conversation, revision: z.int().nonnegative() }))
    .mutation(({ ctx, input }) => assignConversation(ctx, input)),

  assignees: staffProcedure({ limit: 'default' })
    .output(z.array(z.object({ id: uuid, name: z.string() })))
    .query(({ ctx }) => listStaff(ctx.services.db)),
})
