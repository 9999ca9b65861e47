import { startConversation as storeConversation } from '#db/queries/conversations.ts'
import type { Conversation, StartConversationInput } from '../../contracts/conversations.ts'
import { newId } from '../../contracts/ids.ts'
import { isStaff } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import { sessionCookie } from '../../http/session-cookie.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { RequestContext } from '../../trpc/context.ts'
import { announceRow } from '../inbox/announce-row.ts'

/**
 * Opens a conversation with its first message, and its e-mails in the outbox of the same transaction.
 * A stranger becomes a visitor with a session. A retry with the same `requestId` returns the first one's conversation,
 * and the session too: the request id is 122 random bits that only that browser knows.
 */
export async function startConversation(
  ctx: RequestContext,
  input: StartConversationInput,
): Promise<{ conversation: Conversation }> {
  const { services } = ctx
  const session = await ctx.readSession()
  if (session && isStaff(session.role)) throw staffCannotStart()
  const visitorId = session?.userId ?? newId()
  const conversationId = newId()
  const eventId = newId()
  const result = await storeConversation(services.db, {
    ...input,
    conversationId,
    visitorId,
    leadId: newId(),
    eventId,
    jobs: newConversationJobs({ conversationId, eventId, email: input.visitor.email }),
    audit: { action: 'conversation.start', actorId: visitorId, ip: ctx.clientAddress },
  })
  if (result.status === 'unknown_product') throw unknownService()
  if (result.status === 'conflict') throw requestTaken()
  if (!session) await signInVisitor(ctx, result.visitorId)
  await Promise.all([
    services.events.publish(result.epoch, result.event),
    announceRow(services, result),
    wakeRelay(services),
  ])
  return { conversation: result.conversation }
}

interface FirstMessage {
  readonly conversationId: string
  readonly eventId: string
  readonly email: string | undefined
}

/** The hint to every inbox comes first: mail may take its time. */
function newConversationJobs({ conversationId, eventId, email }: FirstMessage) {
  const always = [
    outboxJob('notify-new-message', { conversationId, eventId }),
    outboxJob('email-firm-new-conversation', { conversationId }),
  ]
  return email === undefined ? always : [...always, outboxJob('email-visitor-new-conversation', { conversationId })]
}

async function signInVisitor(ctx: RequestContext, visitorId: string): Promise<void> {
  const { services } = ctx
  const { token, expiresAtMs } = await services.sessions.create({ userId: visitorId, role: 'visitor' })
  const maxAgeSeconds = Math.floor((expiresAtMs - services.clock()) / 1_000)
  ctx.setCookie?.(sessionCookie(services.env, token, maxAgeSeconds))
}

const unknownService = () =>
  new AppError('BAD_REQUEST', {
    publicMessage: 'Invalid input: productSlug names no service',
    details: { fields: [{ path: 'productSlug', problem: 'names no service' }] },
  })

/** Served more than 15 minutes ago for another session: whoever sends the id now may not be the one who made it. */
const requestTaken = () =>
  new AppError('CONFLICT', { publicMessage: 'This request was used before. Reload the page and start again.' })

const staffCannotStart = () =>
  new AppError('FORBIDDEN', { publicMessage: 'You are signed in as staff. Sign out to talk to the firm as a visitor.' })
