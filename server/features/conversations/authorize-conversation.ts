import { findConversation } from '#db/queries/conversations.ts'
import type { Conversation } from '../../contracts/conversations.ts'
import { isStaff } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { RequestContext } from '../../trpc/context.ts'

export type ViewerContext = RequestContext & { readonly viewer: Session }

/** The conversation, when the viewer may read it: its visitor, and every member of staff. NOT_FOUND, FORBIDDEN. */
export async function authorizeConversation({ services, viewer }: ViewerContext, id: string): Promise<Conversation> {
  const conversation = await findConversation(services.db, id)
  if (!conversation) throw conversationNotFound()
  if (conversation.visitor.id !== viewer.userId && !isStaff(viewer.role)) throw notYourConversation()
  return conversation
}

export const conversationNotFound = () => new AppError('NOT_FOUND', { publicMessage: 'There is no such conversation.' })

export const notYourConversation = () => new AppError('FORBIDDEN', { publicMessage: 'This conversation is not yours.' })
