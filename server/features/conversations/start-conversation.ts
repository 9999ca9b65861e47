import { startConversation as storeConversation } from '#db/queries/conversations.ts'
import { openSession } from '../../auth/open-session.ts'
import { originOf } from '../../auth/origin-of.ts'
import type { Conversation, StartConversationInput } from '../../contracts/conversations.ts'
import { newId } from '../../contracts/ids.ts'
import { isStaff } from '../../contracts/roles.ts'
import { AppError } from '../../errors.ts'
import { sessionCookie } from '../../http/session-cookie.ts'
import { outboxJob } from '../../jobs/outbox-job.ts'
import { wakeRelay } from '../../jobs/wake-relay.ts'
import type { IssuedSession } from '../../redis/sessions/create-session-store.ts'
import type { RequestContext } from '../../trpc/context.ts'
import type { AuditedContext } from '../../trpc/middleware/audited.ts'
import { announceRow } from '../inbox/announce-row.ts'
import { hashAddress } from '../privacy/hash-address.ts'

interface Started {
  readonly conversation: Conversation
  /** The new session's, where it is kept in a frame. */
  readonly sessionToken?: string
}

/**
 * Opens a conversation with its first message, and its e-mails in the outbox of the same transaction.
 * A stranger becomes a visitor with a session, in a cookie or, for a frame on somebody else's page, in the answer. A
 * retry with the same `requestId` returns the first one's conversation, and the session too: the request id is 122
 * random bits that only that browser knows.
 */
export async function startConversation(ctx: AuditedContext, input: StartConversationInput): Promise<Started> {
  const { services } = ctx
  const isInFrame = input.keepSessionIn === 'frame'
  // A frame's cookie, where the browser sends one, is that of whoever has the site open: another person's, perhaps.
  const session = isInFrame && ctx.sessionBy !== 'bearer' ? null : await ctx.readSession()
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
    consent: {
      ...input.consent,
      id: newId(),
      addressHash: hashAddress(services.env.AUTH_SECRET, ctx.clientAddress),
    },
    jobs: newConversationJobs({ conversationId, eventId, email: input.visitor.email }),
    audit: { ...ctx.audit, actorId: visitorId },
  })
  if (result.status === 'unknown_product') throw unknownService()
  if (result.status === 'conflict') throw requestTaken()
  if (result.status === 'gone') throw sessionOver()
  const issued = session ? undefined : await openAnonymously(ctx, result.visitorId)
  if (issued && !isInFrame) keepInCookie(ctx, issued)
  await Promise.all([
    services.events.publish(result.epoch, result.event),
    announceRow(services, result),
    wakeRelay(services),
  ])
  return { conversation: result.conversation, ...(issued && isInFrame && { sessionToken: issued.token }) }
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

/** UNAUTHORIZED where a confirmation has overtaken this: the visitor is somebody else, or a client, by now. */
async function openAnonymously(ctx: RequestContext, userId: string): Promise<IssuedSession> {
  const profile = { id: userId, role: 'visitor' } as const
  const issued = await openSession(ctx.services, { profile, origin: originOf(ctx, 'anonymous') })
  if (!issued) throw sessionOver()
  return issued
}

function keepInCookie({ services, setCookie }: RequestContext, { token, expiresAtMs }: IssuedSession): void {
  setCookie?.(sessionCookie(services.env, token, Math.floor((expiresAtMs - services.clock()) / 1_000)))
}

const unknownService = () =>
  new AppError('BAD_REQUEST', {
    publicMessage: 'Invalid input: productSlug names no service',
    details: { fields: [{ path: 'productSlug', problem: 'names no service' }] },
  })

/** Served more than 15 minutes ago for another session: whoever sends the id now may not be the one who made it. */
const requestTaken = () =>
  new AppError('CONFLICT', { publicMessage: 'This request was used before. Reload the page and start again.' })

/** They confirmed an address, which made them another person, or were erased, while this was on its way. */
const sessionOver = () => new AppError('UNAUTHORIZED', { publicMessage: 'Your session has ended. Sign in again.' })

const staffCannotStart = () =>
  new AppError('FORBIDDEN', { publicMessage: 'You are signed in as staff. Sign out to talk to the firm as a visitor.' })
