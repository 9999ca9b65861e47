import { z } from 'zod'
import type { Db } from '../client.ts'

const messageRecipients = z.object({
  conversationId: z.string(),
  headSeq: z.int(),
  recipientIds: z.array(z.string()),
})
export type MessageRecipients = z.infer<typeof messageRecipients>

/**
 * Whose lists show an event: the visitor's and those of all active staff, the author's other windows included.
 * Null when the event is gone.
 */
export async function readMessageRecipients(
  db: Db,
  { conversationId, eventId }: { conversationId: string; eventId: string },
): Promise<MessageRecipients | null> {
  const args = { p_conversation_id: conversationId, p_event_id: eventId }
  return messageRecipients.nullable().parse(await db.call('read_message_recipients', args))
}
