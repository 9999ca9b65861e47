import { z } from 'zod'
import {
  discardDeadLetters as discardInDatabase,
  findDeadLetter as findInDatabase,
  listDeadLetters as listInDatabase,
} from '#db/queries/dead-letters.ts'
import { uuid } from '../../contracts/ids.ts'
import { AppError } from '../../errors.ts'
import { redriveDeadLetters as redriveJobs } from '../../jobs/redrive-dead-letters.ts'
import type { StaffContext } from '../catalogue/edit-catalogue.ts'

const time = z.string()

/** A job that failed for good, with all that is known of it. Times are ISO 8601. */
export const deadLetter = z.object({
  id: z.string(),
  queue: z.string(),
  name: z.string(),
  version: z.number(),
  payload: z.unknown(),
  reason: z.enum(['failed', 'parked', 'bad_payload']),
  error: z.string(),
  /** The attempts that failed, oldest first. */
  history: z.array(z.object({ at: time, attempt: z.number(), error: z.string() })).readonly(),
  failedAt: time,
  /** null: it waits for a decision. */
  resolution: z.enum(['redriven', 'discarded']).nullable(),
  resolvedAt: time.nullable(),
  /** The job that took its place. */
  redrivenAs: z.string().nullable(),
})

export const listDeadLettersInput = z.object({
  queue: z.string().max(60).optional(),
  name: z.string().max(120).optional(),
  /** Those that somebody has dealt with; the others, unless asked. */
  isResolved: z.boolean().default(false),
  cursor: z.string().max(100).optional(),
})

export const deadLetterPage = z.object({
  deadLetters: z.array(deadLetter).readonly(),
  nextCursor: z.string().optional(),
})

const pageLength = 50

/** Newest first. */
export const listDeadLetters = ({ services }: StaffContext, filter: z.output<typeof listDeadLettersInput>) =>
  listInDatabase(services.db, { ...filter, limit: pageLength })

export async function findDeadLetter({ services }: StaffContext, { id }: { readonly id: string }) {
  const found = await findInDatabase(services.db, id)
  if (!found) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such dead letter.' })
  return found
}

/** Ten pages; more are decided by their filter. */
const ids = z.array(uuid).min(1).max(500)

export const redriveInput = z.object({ ids, payload: z.json().optional() }).refine(
  // One edit is about one job.
  ({ ids: chosen, payload }) => payload === undefined || chosen.length === 1,
  'an edited payload is for one dead letter',
)

const problem = z.object({ path: z.string(), message: z.string() })

export const redriveResult = z.object({
  redriven: z.array(z.object({ id: z.string(), redrivenAs: z.string() })),
  /** Those that would fail again at once, and why. */
  refused: z.array(z.object({ id: z.string(), problems: z.array(problem).readonly() })).readonly(),
})

/** Each runs again as a new job. What somebody has dealt with meanwhile is in neither list of the answer. */
export const redriveDeadLetters = (ctx: StaffContext, { ids: chosen, payload }: z.output<typeof redriveInput>) =>
  redriveJobs(ctx.services, {
    ids: chosen,
    ...(payload !== undefined && { payload }),
    audit: ctx.audit,
  })

export const discardInput = z.object({ ids })
export const discardResult = z.object({ discarded: z.array(z.string()).readonly() })

/** They stay readable, and are never done. */
export async function discardDeadLetters(ctx: StaffContext, { ids: chosen }: z.output<typeof discardInput>) {
  const { audit } = ctx
  return { discarded: await discardInDatabase(ctx.services.db, { ids: chosen, audit }) }
}
