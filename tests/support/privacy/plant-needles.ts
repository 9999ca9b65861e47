import { randomUUID } from 'node:crypto'
import { storeWebhooks } from '#db/queries/inbound-webhooks.ts'
import { newId } from '#server/contracts/ids.ts'
import { receiveMessage } from '#server/features/whatsapp/receive-message.ts'
import { outboxJob } from '#server/jobs/outbox-job.ts'
import { newConversation } from '../conversations.ts'
import type { JobStack } from '../job-stack.ts'
import type { Needles } from './needles.ts'
import { addRelated } from './plant-rows.ts'
import { sqlOf } from './sql-of.ts'

export interface Planted {
  /** The person of the site, and the one of WhatsApp. */
  readonly profileIds: readonly string[]
  readonly conversationIds: readonly string[]
  /** The visitor's cookie. */
  readonly cookie: string
}

/** A person who wrote, was answered, paid and signed in, with a needle wherever something of them is kept. */
export async function plantNeedles(stack: JobStack, needles: Needles): Promise<Planted> {
  const site = await plantOnSite(stack, needles)
  const whatsapp = await plantOnWhatsapp(stack, needles)
  await addRelated(stack, needles, { ...site, whatsapp })
  await plantInQueues(stack, needles, site.conversationId)
  return {
    profileIds: [site.profileId, whatsapp.profileId],
    conversationIds: [site.conversationId, whatsapp.conversationId],
    cookie: site.cookie,
  }
}

async function plantOnSite(stack: JobStack, { text, email }: Needles) {
  let cookie = ''
  const input = newConversation({ name: `Ana ${text}`, email, body: `Meu caso: ${text}` })
  const { conversation } = await stack
    .caller({ onCookie: (set) => (cookie = set.split(';')[0] ?? '') })
    .conversations.start(input)
  const profileId = conversation.visitor.id
  const staff = stack.caller({ cookie: await stack.signIn({ userId: await adminOf(stack), role: 'admin' }) })
  const about = { conversationId: conversation.id, body: `Sobre ${text}` }
  await staff.messages.send({ ...about, clientMsgId: newId() })
  await stack.caller({ cookie }).messages.send({ ...about, clientMsgId: newId() })
  await stack.caller({ cookie }).conversations.byId({ conversationId: conversation.id })
  const origin = { method: 'link', userAgent: `Navegador ${text}`, address: '203.0.113.9' } as const
  await stack.services.sessions.create({ userId: profileId, role: 'visitor', origin })
  return { profileId, conversationId: conversation.id, cookie }
}

/** As WhatsApp tells of it: kept as it came, then acted on. Its name of the message holds the number. */
async function plantOnWhatsapp(stack: JobStack, { text, waId }: Needles) {
  const { services } = stack
  const wamid = `wamid.${Buffer.from(`${waId}:${randomUUID()}`).toString('base64')}`
  const message = { id: wamid, from: waId, timestamp: String(Math.floor(services.clock() / 1_000)), type: 'text' }
  const event = {
    message: { ...message, text: { body: `Olá, ${text}` } },
    contact: { wa_id: waId, profile: { name: text } },
  }
  const id = newId()
  const job = outboxJob('process-webhook', { webhookId: id })
  await storeWebhooks(services.db, {
    provider: 'whatsapp',
    events: [{ id, providerEventId: wamid, kind: 'message', event, job }],
  })
  await receiveMessage(services, event)
  const [row] = await sqlOf(stack)<{ conversation_id: string; visitor_id: string; contact_id: string }[]>`
    select m.conversation_id, c.visitor_id, m.contact_id
    from public.whatsapp_messages as m join public.conversations as c on c.id = m.conversation_id
    where m.wamid = ${wamid}`
  if (!row) throw new Error('the message was not taken in')
  return { profileId: row.visitor_id, conversationId: row.conversation_id, contactId: row.contact_id, wamid }
}

/** A job that failed for good, as BullMQ keeps it: with its error, its log and the events of its stream. */
async function plantInQueues(stack: JobStack, { text }: Needles, conversationId: string): Promise<void> {
  const { queues } = stack
  const job = outboxJob('email-visitor-new-conversation', { conversationId })
  const { id: jobId } = job
  await sqlOf(stack)`
    insert into public.outbox (id, name, version, payload, relayed_at)
    values (${jobId}, ${job.name}, 1, ${sqlOf(stack).json({ conversationId })}, now())`
  const queue = queues.byName.emails
  await queue.add(job.name, { version: 1, payload: { conversationId, note: text } }, { jobId, delay: 3_600_000 })
  await queue.addJobLog(jobId, `log ${text}`)
  await queues.redis.hset(queue.toKey(jobId), 'failedReason', `refused: ${text}`)
  await queues.redis.call('XADD', queue.toKey('events'), '*', 'event', 'failed', 'jobId', jobId, 'failedReason', text)
  await queues.redis.call('XADD', queue.toKey('events'), '*', 'event', 'waiting', 'jobId', newId())
}

async function adminOf(stack: JobStack): Promise<string> {
  const [admin] = await sqlOf(stack)<{ id: string }[]>`select id from public.profiles where role = 'admin' limit 1`
  return admin?.id ?? ''
}
