import {
  listConversationsOfStaff,
  listConversationsOfVisitor,
  listOpenConversations,
} from '#db/queries/conversations.ts'
import type { Conversation } from '../../contracts/conversations.ts'
import { isFrontDesk, isStaff } from '../../contracts/roles.ts'
import type { ViewerContext } from './authorize-conversation.ts'

const limit = 200

/** Of a visitor, all of theirs; of staff, the open ones that they may see. The one that moved last first. */
export function listOwnConversations({ services: { db }, viewer }: ViewerContext): Promise<Conversation[]> {
  const { userId, role } = viewer
  if (isFrontDesk(role)) return listOpenConversations(db, { limit })
  return isStaff(role)
    ? listConversationsOfStaff(db, { staffId: userId, limit })
    : listConversationsOfVisitor(db, userId)
}
