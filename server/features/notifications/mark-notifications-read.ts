import { markNotificationsRead as mark } from '#db/queries/notifications.ts'
import type { ViewerContext } from '../conversations/authorize-conversation.ts'
import { announceCount } from './announce.ts'

/** Everything up to that number is read, here and in the viewer's other windows. */
export async function markNotificationsRead(
  { services, viewer }: ViewerContext,
  { upToSeq }: { readonly upToSeq: number },
): Promise<{ readonly unread: number }> {
  const { changed, ...count } = await mark(services.db, { userId: viewer.userId, upToSeq })
  if (changed > 0) await announceCount(services, viewer.userId, count)
  return { unread: count.unread }
}
