import { z } from 'zod'
import { jobs } from '#server/contracts/jobs.ts'
import type { Db } from '../client.ts'

const time = z.string()

const tracedJob = z
  .object({
    id: z.string(),
    name: z.string(),
    version: z.int(),
    payload: z.unknown(),
    createdAt: time,
    /** When it is, or was, due; after a failed attempt, when the next one is. */
    runAt: time,
    relayedAt: time.nullable(),
    /** The latest attempt. */
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    attempts: z.int(),
    /** null: it lives. */
    outcome: z.enum(['done', 'dead', 'canceled']).nullable(),
    history: z.array(z.object({ at: time, attempt: z.int(), error: z.string() })),
    deadLetter: z
      .object({
        reason: z.enum(['failed', 'parked', 'bad_payload']),
        error: z.string(),
        resolution: z.enum(['redriven', 'discarded']).nullable(),
        redrivenAs: z.string().nullable(),
      })
      .nullable(),
  })
  .transform((job) => ({ ...job, queue: queueOf(job.name) }))

/** The life of one job; times are ISO 8601. `queue` is null for a name this release does not know. */
export type TracedJob = z.infer<typeof tracedJob>

/** Of a conversation: the jobs whose payload names it. */
type TracedJobs = { readonly conversationId: string } | { readonly ids: readonly string[] }

/** Oldest first; the newest 500 of them. */
export async function traceJobs(db: Db, wanted: TracedJobs): Promise<readonly TracedJob[]> {
  const args = 'ids' in wanted ? { p_ids: [...wanted.ids] } : { p_conversation_id: wanted.conversationId }
  return tracedJob.array().parse(await db.call('trace_jobs', { p_limit: 500, ...args }))
}

const queueOf = (name: string): string | null =>
  Object.entries(jobs).find(([known]) => known === name)?.[1].queue ?? null
