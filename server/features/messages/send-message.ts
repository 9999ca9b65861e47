import type { z } from 'zod'
import { sendMessage as storeMessage } from '#db/queries/messages.ts'
import type { sendMessageInput, sentMessage } from '../../contracts/conversations.ts'
import { newId } from '../../contracts/ids.ts'
import { formatEventId } from '../../contracts/positions.ts'
import { isStaff } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import {
  conversationNotFound,
  notYourConversation,
  type ViewerContext,
} from '../conversations/authorize-conversation.ts'
import { announceRow } from '../inbox/announce-row.ts'

/**
 * Stores a message, numbered in the transaction that stores it, then hurries it to the gateways.
 * A retry with the same `clientMsgId` returns the stored event with `isDuplicate`. NOT_FOUND, FORBIDDEN, CONFLICT (closed).
 */
export async function sendMessage(
  { services, viewer }: ViewerContext,
  input: z.output<typeof sendMessageInput>,
): Promise<z.infer<typeof sentMessage>> {
  const eventId = newId()
  const result = await storeMessage(services.db, {
    ...input,
    eventId,
    authorId: viewer.userId,
    authorSide: isStaff(viewer.role) ? 'staff' : 'visitor',
    jobs: [outboxJob('notify-new-message', { conversationId: input.conversationId, eventId })],
  })
  if (result.status === 'not_found') throw conversationNotFound()
  if (result.status === 'forbidden') throw notYourConversation()
  if (result.status === 'closed') throw conversationClosed()
  const { epoch, event } = result
  // Hints, all of them: what they announce is stored, so none of them can fail the send. A retry repeats those that its
  // first attempt may not have come to.
  await Promise.all([
    services.events.publish(epoch, event),
    announceRow(services, { ...result, readerId: viewer.userId }),
    wakeRelay(services),
  ])
  return {
    event,
    eventId: formatEventId({ epoch, seq: event.seq }),
    isDuplicate: result.status === 'duplicate',
  }
}

const conversationClosed = () => new AppError('CONFLICT', { publicMessage: 'This conversation is closed.' })
