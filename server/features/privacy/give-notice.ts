import { noticeWhatsappPerson } from '#db/queries/privacy.ts'
import { consentVersion } from '../../contracts/consent.ts'
import { newId } from '../../contracts/ids.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import type { Services } from '../../services.ts'

/**
 * Tells somebody who wrote over WhatsApp for the first time what becomes of it, and puts that on record. Once per person
 * and version of the text, however often it is called. The caller wakes the relay.
 */
export async function giveNotice({ db }: Pick<Services, 'db'>, conversationId: string): Promise<void> {
  const messageId = newId()
  await noticeWhatsappPerson(db, {
    conversationId,
    consent: { id: newId(), textVersion: consentVersion, locale: 'pt-BR' },
    messageId,
    jobs: [outboxJob('whatsapp-send', { conversationId, messageId })],
  })
}
