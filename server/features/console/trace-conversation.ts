import { z } from 'zod'
import { findConversation } from '#db/queries/conversations.ts'
import { type JobEffect, jobEffect, readJobEffects } from '#db/queries/job-figures.ts'
import { type TracedJob, traceJobs } from '#db/queries/job-trace.ts'
import { listEventsBefore } from '#db/queries/messages.ts'
import { channel } from '../../contracts/conversations.ts'
import type { ChatEvent } from '../../contracts/events.ts'
import { uuid } from '../../contracts/ids.ts'
import type { Env } from '../../env.ts'
import { AppError } from '../../errors.ts'
import type { Services } from '../../services.ts'

export const traceInput = z.object({ conversationId: uuid })

const time = z.string()

const tracedJob = z.object({
  id: z.string(),
  name: z.string(),
  queue: z.string().nullable(),
  /** Written with the data it is about; handed to the queue; begun by a worker; ended. */
  createdAt: time,
  runAt: time,
  relayedAt: time.nullable(),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  attempts: z.number(),
  /** null: it lives. */
  outcome: z.enum(['done', 'dead', 'canceled']).nullable(),
  failures: z.array(z.object({ at: time, attempt: z.number(), error: z.string() })),
  /** What it did at a provider, and where that can be seen. */
  effects: z.array(jobEffect.omit({ jobId: true }).extend({ href: z.string().nullable() })),
})

/** The latest messages of a conversation, oldest first, each with the jobs that it caused. Times are ISO 8601. */
export const conversationTrace = z.object({
  conversation: z.object({ id: z.string(), visitorName: z.string(), channel, createdAt: time }),
  messages: z.array(
    z.object({
      id: z.string(),
      seq: z.number(),
      side: z.enum(['visitor', 'staff']),
      authorName: z.string(),
      excerpt: z.string(),
      /** Given by whoever sent it: a repeated send has the same. */
      clientMsgId: z.string(),
      storedAt: time,
      jobs: z.array(tracedJob),
    }),
  ),
  /** Of the conversation as a whole, or of messages that are not shown. */
  otherJobs: z.array(tracedJob),
})

type Trace = z.output<typeof conversationTrace>

const latestMessages = 20

/** From the browser through outbox and queue to the provider. NOT_FOUND where there is no such conversation. */
export async function traceConversation(
  { db, env }: Pick<Services, 'db' | 'env'>,
  { conversationId }: z.output<typeof traceInput>,
): Promise<Trace> {
  const [conversation, events, jobs, effects] = await Promise.all([
    findConversation(db, conversationId),
    listEventsBefore(db, { conversationId, limit: latestMessages }),
    traceJobs(db, { conversationId }),
    readJobEffects(db, conversationId),
  ])
  if (!conversation) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such conversation.' })
  const shown = jobs.map((job) => ({ job, causeId: causeOf(job, events), traced: toTraced(job, effects, env) }))
  return {
    conversation: {
      ...{ id: conversation.id, visitorName: conversation.visitor.name },
      ...{ channel: conversation.channel, createdAt: conversation.createdAt },
    },
    messages: events.map((event) => ({
      ...{ id: event.id, seq: event.seq, side: event.author.side, authorName: event.author.name },
      ...{ excerpt: event.body.slice(0, 140), clientMsgId: event.clientMsgId, storedAt: event.createdAt },
      jobs: shown.filter(({ causeId }) => causeId === event.id).map(({ traced }) => traced),
    })),
    otherJobs: shown.filter(({ causeId }) => causeId === undefined).map(({ traced }) => traced),
  }
}

const namesMessage = z.object({ eventId: z.string().optional(), messageId: z.string().optional() })

/** The message that its payload names; what was written with the conversation itself belongs to the first. */
function causeOf({ payload, createdAt }: TracedJob, events: readonly ChatEvent[]): string | undefined {
  const named = namesMessage.safeParse(payload)
  const id = named.success ? (named.data.eventId ?? named.data.messageId) : undefined
  if (id !== undefined) return events.find((event) => event.id === id)?.id
  const [first] = events
  return first?.seq === 1 && Date.parse(createdAt) <= Date.parse(first.createdAt) ? first.id : undefined
}

function toTraced(job: TracedJob, effects: readonly JobEffect[], env: Env): Trace['otherJobs'][number] {
  const { version: _version, payload: _payload, deadLetter: _deadLetter, history, ...rest } = job
  return {
    ...rest,
    failures: history,
    effects: effects
      .filter(({ jobId }) => jobId === job.id)
      .map(({ jobId: _jobId, ...effect }) => ({ ...effect, href: addressOf(effect, env) })),
  }
}

/** In the simulator where that stands in for the provider; Resend shows its mails, WhatsApp shows nothing. */
function addressOf({ provider, providerId }: Omit<JobEffect, 'jobId'>, env: Env): string | null {
  if (providerId === null) return null
  const base = provider === 'resend' ? env.RESEND_BASE_URL : env.WHATSAPP_BASE_URL
  if (env.PLANTAO_EMBEDDED && isLocal(base)) {
    return new URL(`/deliveries/by-id/${provider}/${encodeURIComponent(providerId)}`, base).href
  }
  return provider === 'resend' ? `https://resend.com/emails/${encodeURIComponent(providerId)}` : null
}

const isLocal = (url: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
