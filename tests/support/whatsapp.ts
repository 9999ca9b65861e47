import { randomUUID } from 'node:crypto'
import type { Db } from '#db/client.ts'
import { sendMessage } from '#db/queries/messages.ts'
import { type ReceivedMessage, receiveWhatsappMessage } from '#db/queries/whatsapp.ts'
import { newId } from '#server/contracts/ids.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import { newJob } from './both-ways.ts'

type Incoming = Parameters<typeof receiveWhatsappMessage>[1]

export const newWamid = (): string => `wamid.${randomUUID()}`

let lastNumber = 10_000_000

/** A Brazilian mobile number that no other test of the file has: {waId} without the ninth digit, {phoneKey} with it. */
export function newPhone() {
  lastNumber += 1
  return { waId: `553188${String(lastNumber).slice(-6)}`, phoneKey: `5531988${String(lastNumber).slice(-6)}` }
}

/** What receiveWhatsappMessage takes, from a new person unless said otherwise, with ids of its own. */
export function incomingOf(overrides: Partial<Incoming> & { readonly body?: string } = {}): Incoming {
  const { body = 'Bom dia, preciso de orientação.', ...rest } = overrides
  const person = rest.waId === undefined && rest.userId === undefined ? newPhone() : {}
  return {
    wamid: newWamid(),
    sentAt: new Date().toISOString(),
    name: 'Joana Prado',
    events: [{ id: newId(), clientMsgId: randomUUID(), body }],
    ids: { conversationId: newId(), visitorId: newId(), leadId: newId() },
    startJobs: [newJob()],
    messageJobs: [newJob()],
    audit: { action: 'conversation.start', actorId: null, ip: null },
    ...person,
    ...rest,
  }
}

/** A conversation that somebody started over WhatsApp, and how to write in it again. */
export async function givenWhatsappConversation(db: Db, overrides: Parameters<typeof incomingOf>[0] = {}) {
  const incoming = incomingOf(overrides)
  const { conversationId, visitorId } = await receiveWhatsappMessage(db, incoming)
  const { waId, phoneKey, userId } = incoming
  return {
    conversationId,
    visitorId,
    incoming,
    writeAgain: (again: Parameters<typeof incomingOf>[0] = {}): Promise<ReceivedMessage> =>
      receiveWhatsappMessage(db, incomingOf({ waId, phoneKey, userId, ...again })),
  }
}

/** A message of staff with the job that sends it; answers its id. */
export async function answerOverWhatsapp(
  db: Db,
  { conversationId, staffId, body = 'Bom dia! Em que posso ajudar?' }: Answer,
): Promise<{ readonly messageId: string; readonly jobId: string }> {
  const messageId = newId()
  const job = outboxJob('whatsapp-send', { conversationId, messageId })
  const sent = await sendMessage(db, {
    conversationId,
    authorId: staffId,
    authorSide: 'staff',
    eventId: messageId,
    clientMsgId: newId(),
    body,
    jobs: [{ ...job, onlyChannel: 'whatsapp' }],
  })
  if (sent.status !== 'stored') throw new Error(`the answer was not stored: ${sent.status}`)
  return { messageId, jobId: job.id }
}

interface Answer {
  readonly conversationId: string
  readonly staffId: string
  readonly body?: string
}
