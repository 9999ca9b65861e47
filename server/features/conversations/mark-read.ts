import { z } from 'zod'
import { markRead as storeMark } from '#db/queries/members.ts'
import { uuid } from '../../contracts/ids.ts'
import { isStaff } from '../../contracts/roles.ts'
import type { InboxSignal, LiveSignal } from '../../contracts/signals.ts'
import { conversationNotFound, notYourConversation } from '../../trpc/middleware/member-of.ts'
import { announceCount } from '../notifications/announce.ts'
import type { ViewerContext } from './authorize-conversation.ts'

export const markReadInput = z.object({ conversationId: uuid, seq: z.int().positive() })

/**
 * The viewer has read up to that event, and with it what told them of it. A mark never falls, nor passes the last event.
 * The other side sees it, and the viewer's other windows. NOT_FOUND, FORBIDDEN.
 */
export async function markRead(
  { services, viewer }: ViewerContext,
  { conversationId, seq }: z.output<typeof markReadInput>,
): Promise<{ readonly readSeq: number }> {
  const { userId } = viewer
  const side = isStaff(viewer.role) ? 'staff' : 'visitor'
  const result = await storeMark(services.db, { conversationId, userId, side, seq })
  if (result.status === 'not_found') throw conversationNotFound()
  if (result.status === 'forbidden') throw notYourConversation()
  const { readSeq, notifications } = result
  const { pubsub, keys } = services
  const publish = (channel: string, signal: LiveSignal | InboxSignal) => pubsub.publish(channel, JSON.stringify(signal))
  if (result.status === 'marked') {
    await publish(keys.liveChannel(conversationId), { kind: 'read', userId, readSeq })
    if (side === 'staff') await publish(keys.inboxChannel(), { kind: 'read', userId, conversationId, readSeq })
  }
  if (notifications) await announceCount(services, userId, notifications)
  return { readSeq }
}
