import { readWhatsappThread } from '#db/queries/whatsapp.ts'
import type { WhatsappThread } from '../../contracts/whatsapp.ts'
import type { Services } from '../../services.ts'
import { formatPhone } from './phone-key.ts'

/** What staff see beside the messages; null where the conversation is not on WhatsApp, or is not at all. */
export async function readThread({ db }: Services, conversationId: string): Promise<WhatsappThread | null> {
  const thread = await readWhatsappThread(db, conversationId)
  return thread && { ...thread, phone: thread.phone && formatPhone(thread.phone.slice(1)) }
}
