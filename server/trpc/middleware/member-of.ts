import { z } from 'zod'
import { findConversationReaders } from '#db/queries/conversations.ts'
import { cacheTags } from '../../contracts/caches.ts'
import { uuid } from '../../contracts/ids.ts'
import { isFrontDesk } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { RequestContext } from '../context.ts'

type ViewerContext = RequestContext & { readonly viewer: Session }

/** What decides who takes part in a conversation: facts that do not change while people write. */
const readers = z.object({ visitorId: uuid, staffIds: z.array(uuid) }).nullable()

type Readers = NonNullable<z.output<typeof readers>>

/**
 * Refuses whoever takes no part in the conversation, as `private.may_take_part` has it for what is written. From the
 * cache: a gateway asks for each of its streams, and thousands of them come back at once after it was restarted.
 * NOT_FOUND, FORBIDDEN.
 */
export async function requireMembership(ctx: ViewerContext, conversationId: string): Promise<void> {
  const { services, viewer } = ctx
  const load = () => findConversationReaders(services.db, conversationId)
  const found = await services.cache.getOrLoad({
    cache: 'conversation',
    id: conversationId,
    schema: readers,
    tags: [cacheTags.conversation(conversationId)],
    load,
  })
  if (!found) throw conversationNotFound()
  if (takesPart(found, viewer)) return
  // Who was given it a moment ago opens it at once, and this process may not have heard of it yet.
  const present = viewer.role === 'lawyer' ? await load() : null
  if (!present || !takesPart(present, viewer)) throw notYourConversation()
}

/** Its visitor; the front desk in all of them; lawyers where they were ever assigned or have written. */
function takesPart({ visitorId, staffIds }: Readers, { userId, role }: Session): boolean {
  return userId === visitorId || isFrontDesk(role) || (role === 'lawyer' && staffIds.includes(userId))
}

export const conversationNotFound = () => new AppError('NOT_FOUND', { publicMessage: 'There is no such conversation.' })

export const notYourConversation = () => new AppError('FORBIDDEN', { publicMessage: 'This conversation is not yours.' })
