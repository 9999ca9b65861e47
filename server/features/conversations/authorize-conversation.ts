import { z } from 'zod'
import { findConversation } from '#db/queries/conversations.ts'
import { cacheTags } from '../../contracts/caches.ts'
import type { Conversation } from '../../contracts/conversations.ts'
import { uuid } from '../../contracts/ids.ts'
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

/** What decides who may read a conversation: facts that do not change while people write. */
const readers = z.object({ visitorId: uuid }).nullable()

/**
 * Refuses whoever may not read it, as above, from the cache: a gateway asks for each of its streams, and thousands of
 * them come back at once after it was restarted. NOT_FOUND, FORBIDDEN.
 */
export async function authorizeReader({ services, viewer }: ViewerContext, id: string): Promise<void> {
  const found = await services.cache.getOrLoad({
    cache: 'conversation',
    id,
    schema: readers,
    tags: [cacheTags.conversation(id)],
    load: async () => readersOf(await findConversation(services.db, id)),
  })
  if (!found) throw conversationNotFound()
  if (found.visitorId !== viewer.userId && !isStaff(viewer.role)) throw notYourConversation()
}

const readersOf = (conversation: Conversation | null): z.output<typeof readers> =>
  conversation && { visitorId: conversation.visitor.id }

export const conversationNotFound = () => new AppError('NOT_FOUND', { publicMessage: 'There is no such conversation.' })

export const notYourConversation = () => new AppError('FORBIDDEN', { publicMessage: 'This conversation is not yours.' })
