import { z } from 'zod'
import type { WebhookApplier } from '../webhooks/webhook-applier.ts'
import { applyStatus } from './apply-status.ts'
import { PermanentFailure } from './permanent-failure.ts'
import { receiveMessage } from './receive-message.ts'

const whatsappEvent = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  contact: z.unknown().optional(),
  message: z.unknown().optional(),
  status: z.unknown().optional(),
})

/** A message that came, or what became of one that was sent. Other numbers of the same account are not ours. */
export const applyWhatsappEvent: WebhookApplier = async ({ services, event, log }) => {
  try {
    const { metadata, contact, message, status } = whatsappEvent.parse(event)
    if (metadata.phone_number_id !== services.env.WHATSAPP_PHONE_NUMBER_ID) {
      log.info('an event of another number of the account')
      return 'ignored'
    }
    if (message !== undefined) return await receiveMessage(services, { message, contact })
    return status === undefined ? 'ignored' : await applyStatus(services, status)
  } catch (error) {
    throw error instanceof z.ZodError ? unreadable(error) : error
  }
}

/** It stays among the stored events, and its job among the dead letters, for a release that can read it. */
const unreadable = (error: z.ZodError): PermanentFailure =>
  new PermanentFailure(`an event of WhatsApp that cannot be read: ${error.issues.map(describeIssue).join('; ')}`)

const describeIssue = ({ path, code }: z.core.$ZodIssue): string => `${path.join('.')} (${code})`
