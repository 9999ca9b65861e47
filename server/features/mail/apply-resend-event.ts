import { applyMailEvent } from '#db/queries/mail-ledger.ts'
import type { WebhookApplier } from '../webhooks/webhook-applier.ts'
import { readResendEvent } from './resend-event.ts'

/**
 * What Resend tells of a mail, into the ledger: events come late, twice and out of order, and a status never goes back.
 * An address that bounced for good or complained gets no more mail.
 */
export const applyResendEvent: WebhookApplier = async ({ services, log, event }) => {
  const news = readResendEvent(event)
  if (!news) return 'ignored'
  const outcome = await applyMailEvent(services.db, news)
  if (outcome === 'unknown') log.info('an event of a mail that this installation did not send')
  return outcome === 'applied' ? 'applied' : 'ignored'
}
