import { findConversation } from '#db/queries/conversations.ts'
import type { Conversation } from '../../contracts/conversations.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { Services } from '../../services.ts'
import type { RequestContext } from '../../trpc/context.ts'
import { conversationNotFound } from '../../trpc/middleware/member-of.ts'

export type ViewerContext = RequestContext & { readonly viewer: Session }

/** The conversation that the procedure has let its caller into. NOT_FOUND: it was deleted in between. */
export async function findAuthorized({ db }: Pick<Services, 'db'>, conversationId: string): Promise<Conversation> {
  const conversation = await findConversation(db, conversationId)
  if (!conversation) throw conversationNotFound()
  return conversation
}
