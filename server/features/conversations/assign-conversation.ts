import { z } from 'zod'
import { assignConversation as storeAssignment } from '#db/queries/conversations.ts'
import { cacheTags } from '../../contracts/caches.ts'
import type { Conversation } from '../../contracts/conversations.ts'
import { uuid } from '../../contracts/ids.ts'
import type { LiveSignal } from '../../contracts/signals.ts'
import { AppError } from '../../errors.ts'
import { conversationNotFound, notYourConversation } from '../../trpc/middleware/member-of.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'
import { announceRow } from '../inbox/announce-row.ts'
import { announceNotified } from '../notifications/announce.ts'

export const assignConversationInput = z.object({
  conversationId: uuid,
  /** Null gives it back to everyone. */
  assigneeId: uuid.nullable(),
})

interface Assigned {
  readonly conversation: Conversation
  /** As in the inbox: of two states of a row, the greater is the newer. */
  readonly revision: number
}

/** Gives a conversation to a member of staff, who is told unless they took it themselves. NOT_FOUND, CONFLICT, BAD_REQUEST. */
export async function assignConversation(
  { services, viewer, audit }: StaffContext,
  { conversationId, assigneeId }: z.output<typeof assignConversationInput>,
): Promise<Assigned> {
  const actorId = viewer.userId
  const result = await storeAssignment(services.db, {
    conversationId,
    assigneeId,
    actorId,
    jobs: [],
    audit,
  })
  switch (result.status) {
    case 'not_found':
      throw conversationNotFound()
    case 'forbidden':
      throw notYourConversation()
    case 'closed':
      throw new AppError('CONFLICT', { publicMessage: 'This conversation is closed.' })
    case 'unknown_assignee':
      throw unknownAssignee()
  }
  const { row, epoch, notified } = result
  const { revision, ...conversation } = row
  if (result.status === 'assigned') {
    const { pubsub, keys, cache } = services
    // Before anyone is told: who was given it opens it at once.
    await cache.invalidate([cacheTags.conversation(conversationId)])
    await announceRow(services, { row, epoch })
    await pubsub.publish(keys.liveChannel(conversationId), JSON.stringify({ kind: 'members' } satisfies LiveSignal))
    await announceNotified(services, { epoch, notified })
  }
  return { conversation, revision }
}

const unknownAssignee = () =>
  new AppError('BAD_REQUEST', {
    publicMessage: 'Invalid input: assigneeId names no active member of staff',
    details: { fields: [{ path: 'assigneeId', problem: 'names no active member of staff' }] },
  })
