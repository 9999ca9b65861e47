import { z } from 'zod'
import type { Db } from '../client.ts'

/** Of the jobs of one name that were written in a span of time. Counts; `medianMs` from being due to their end. */
export const jobFigures = z.object({
  name: z.string(),
  written: z.number(),
  open: z.number(),
  done: z.number(),
  dead: z.number(),
  canceled: z.number(),
  /** Took more than one attempt, or have failed once. */
  retried: z.number(),
  medianMs: z.number().nullable(),
})

export async function readJobFigures(db: Db, { minutes }: { minutes: number }): Promise<z.infer<typeof jobFigures>[]> {
  return jobFigures.array().parse(await db.call('job_figures', { p_minutes: minutes }))
}

/** What a job did outside, as its ledger knows it: the provider's id is null until the provider answered. */
export const jobEffect = z.object({
  jobId: z.string(),
  provider: z.enum(['resend', 'whatsapp']),
  providerId: z.string().nullable(),
  status: z.string(),
  at: z.string(),
})
export type JobEffect = z.infer<typeof jobEffect>

/** Of all jobs of a conversation, oldest first. */
export async function readJobEffects(db: Db, conversationId: string): Promise<JobEffect[]> {
  return jobEffect.array().parse(await db.call('job_effects', { p_conversation_id: conversationId }))
}
