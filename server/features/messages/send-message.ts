import type { z } from 'zod'
import { sendMessage as storeMessage } from '#db/queries/messages.ts'
import type { sendMessageInput, sentMessage } from '../../contracts/conversations.ts'
import { newId } from '../../contracts/ids.ts'
import type { OutboxJob } from '../../contracts/jobs.ts'
import { formatEventId } from '../../contracts/positions.ts'
import { isStaff, type Role } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { Services } from '../../services.ts'
import { conversationNotFound, notYourConversation } from '../../trpc/middleware/member-of.ts'
import { announceRow } from '../inbox/announce-row.ts'

interface Author {
  readonly services: Services
  readonly viewer: { readonly userId: string; readonly role: Role }
}

/**
 * Stores a message, numbered in the transaction that stores it, then hurries it to the gateways.
 * A retry with the same `clientMsgId` returns the stored event with `isDuplicate`. NOT_FOUND, FORBIDDEN, CONFLICT (closed).
 */
export async function sendMessage(
  { services, viewer }: Author,
  input: z.output<typeof sendMessageInput>,
): Promise<z.infer<typeof sentMessage>> {
  const eventId = newId()
  const authorSide = isStaff(viewer.role) ? 'staff' : 'visitor'
  const result = await storeMessage(services.db, {
    ...input,
    eventId,
    authorId: viewer.userId,
    authorSide,
    jobs: jobsOf({ conversationId: input.conversationId, eventId }, authorSide),
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

/** What staff write goes out where the visitor reads: over WhatsApp, in a conversation that is held there. */
function jobsOf(message: Stored, authorSide: 'staff' | 'visitor'): readonly OutboxJob[] {
  const { conversationId, eventId } = message
  const notify = outboxJob('notify-new-message', { conversationId, eventId })
  if (authorSide === 'visitor') return [notify]
  return [notify, { ...outboxJob('whatsapp-send', { conversationId, messageId: eventId }), onlyChannel: 'whatsapp' }]
}

interface Stored {
  readonly conversationId: string
  readonly eventId: string
}

const conversationClosed = () => new AppError('CONFLICT', { publicMessage: 'This conversation is closed.' })
