import { v5 } from 'uuid'
import { z } from 'zod'
import { receiveWhatsappMessage } from '#db/queries/whatsapp.ts'
import { newId } from '../../contracts/ids.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { Services } from '../../services.ts'
import { announceRow } from '../inbox/announce-row.ts'
import { giveNotice } from '../privacy/give-notice.ts'
import { readMessageText } from './message-text.ts'
import { formatPhone, phoneKeyOf } from './phone-key.ts'
import { splitText } from './split-text.ts'

const waId = z.string().regex(/^\d{5,20}$/)
const userId = z.string().min(1).max(200)

const contact = z.object({
  profile: z.object({ name: z.string().optional() }).optional(),
  wa_id: waId.optional(),
  user_id: userId.optional(),
})

const received = z
  .object({
    id: z.string().min(1).max(500),
    /** Seconds. */
    timestamp: z.coerce.number().positive(),
    from: waId.optional(),
    from_user_id: userId.optional(),
  })
  .refine((message) => message.from !== undefined || message.from_user_id !== undefined, 'says nothing of its sender')

/**
 * A message that a person sent over WhatsApp becomes one of their open conversation there, or the first of a new one,
 * and is announced as if they had written on the site. Once per wamid, however often it comes.
 */
export async function receiveMessage(
  services: Services,
  given: { readonly message: unknown; readonly contact: unknown },
): Promise<'applied' | 'ignored'> {
  const message = received.parse(given.message)
  const body = readMessageText(given.message)
  if (body === null) return 'ignored'
  const person = readPerson(message, contact.nullable().parse(given.contact ?? null))
  const events = splitText(body).map((part, index) => ({
    id: newId(),
    clientMsgId: clientMsgIdOf(message.id, index),
    body: part,
  }))
  const ids = { conversationId: newId(), visitorId: newId(), leadId: newId() }
  const result = await receiveWhatsappMessage(services.db, {
    ...person,
    wamid: message.id,
    sentAt: new Date(message.timestamp * 1_000).toISOString(),
    events,
    ids,
    ...jobsOf(ids.conversationId, events[0]?.id ?? newId()),
    audit: { action: 'conversation.start', actorId: null, ip: null, via: 'job' },
  })
  // A repetition may be of an attempt that did not come to this.
  if (result.status !== 'stored') await giveNotice(services, result.conversationId)
  // Hints, as when a message is sent on the site; a repetition repeats those that were not come to.
  const { epoch } = result
  for (const event of result.events) await services.events.publish(epoch, event)
  await Promise.all([announceRow(services, { ...result, readerId: result.visitorId }), wakeRelay(services)])
  return 'applied'
}

type Received = z.infer<typeof received>

function readPerson(message: Received, known: z.infer<typeof contact> | null) {
  const from = message.from ?? known?.wa_id
  const name = known?.profile?.name?.trim().slice(0, 120)
  return {
    name: name || (from === undefined ? 'WhatsApp' : formatPhone(from)),
    ...(from === undefined ? {} : { waId: from, phoneKey: phoneKeyOf(from) }),
    userId: message.from_user_id ?? known?.user_id,
  }
}

/** The same at every attempt: a message is stored once although its conversation is found anew each time. */
const clientMsgIdOf = (wamid: string, part: number): string => v5(part === 0 ? wamid : `${wamid}#${part}`, namespace)

const namespace = '5f1c1a6e-6b0d-4d0e-9a53-0d2f3a4b8c11'

/** Where the conversation is a known one, its id takes the place of the new one. */
function jobsOf(conversationId: string, eventId: string) {
  const notify = outboxJob('notify-new-message', { conversationId, eventId })
  return {
    messageJobs: [notify],
    startJobs: [notify, outboxJob('email-firm-new-conversation', { conversationId })],
  }
}
