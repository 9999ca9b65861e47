import { z } from 'zod'
import { listConversationsOfVisitor, listOpenConversations } from '#db/queries/conversations.ts'
import { conversation, startConversationInput } from '../../contracts/conversations.ts'
import { uuid } from '../../contracts/ids.ts'
import { isStaff } from '../../contracts/roles.ts'
import { router } from '../../trpc/init.ts'
import { memberProcedure, publicProcedure } from '../../trpc/procedures.ts'
import { authorizeConversation } from './authorize-conversation.ts'
import { startConversation } from './start-conversation.ts'

const inboxLength = 200

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
    .input(z.object({ conversationId: uuid }))
    .output(conversation)
    .query(({ ctx, input }) => authorizeConversation(ctx, input.conversationId)),
})
