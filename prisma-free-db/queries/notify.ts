import { z } from 'zod'
import type { Db } from '../client.ts'

const messageRecipients = z.object({
  conversationId: z.string(),
  headSeq: z.int(),
  recipientIds: z.array(z.string()),
})
export type MessageRecipients = z.infer<typeof messageRecipients>

/**
 * Who should hear of an event: a visitor's message goes to the assignee, or to all active staff while there is none;
 * a staff member's goes to the visitor and to the other staff, whose lists show it. Null when the event is gone.
 */
export async function readMessageRecipients(
  db: Db,
  { conversationId, eventId }: { conversationId: string; eventId: string },
): Promise<MessageRecipients | null> {
  const args = { p_conversation_id: conversationId, p_event_id: eventId }
  return messageRecipients.nullable().parse(await db.call('read_message_recipients', args))
}
