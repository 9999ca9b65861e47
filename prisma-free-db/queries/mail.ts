import { z } from 'zod'
import { timestamp } from '#server/contracts/ids.ts'
import { locale } from '#server/contracts/locales.ts'
import type { Db } from '../client.ts'

const conversationForMail = z.object({
  conversationId: z.string(),
  visitorName: z.string(),
  visitorEmail: z.string().nullable(),
  productName: z.string().nullable(),
  firstMessage: z.string(),
  locale,
  /** Where it began; without it: on the site. */
  channel: z.enum(['site', 'whatsapp']).optional(),
  createdAt: timestamp,
})
export type ConversationForMail = z.infer<typeof conversationForMail>

/** What the mails about a new conversation say; null when it is gone. */
export async function readConversationForMail(db: Db, conversationId: string): Promise<ConversationForMail | null> {
  const result = await db.call('read_conversation_for_mail', { p_conversation_id: conversationId })
  return conversationForMail.nullable().parse(result)
}
