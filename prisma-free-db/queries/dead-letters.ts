import { z } from 'zod'
import type { Db } from '../client.ts'
import { type AuditEntry, toJson } from './json.ts'

const deadLetter = z.object({
  /** Of the job that failed. */
  id: z.string(),
  /** 'none' for a job that no release knew. */
  queue: z.string(),
  name: z.string(),
  version: z.int(),
  payload: z.unknown(),
  /** failed: every attempt. parked: no release in use knows it. bad_payload: not what the contract says. */
  reason: z.enum(['failed', 'parked', 'bad_payload']),
  error: z.string(),
  /** The attempts that failed, the oldest first; times are ISO 8601. */
  history: z.array(z.object({ at: z.string(), attempt: z.int(), error: z.string() })),
  failedAt: z.string(),
  /** null: nobody has dealt with it yet. */
  resolution: z.enum(['redriven', 'discarded']).nullable(),
  resolvedAt: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  /** The id of the job that took its place. */
  redrivenAs: z.string().nullable(),
})
export type DeadLetter = z.infer<typeof deadLetter>
export type DeadLetterReason = DeadLetter['reason']

interface ListDeadLetters {
  readonly queue?: string | undefined
  readonly name?: string | undefined
  readonly isResolved?: boolean | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface DeadLetterPage {
  readonly deadLetters: readonly DeadLetter[]
  readonly nextCursor?: string
}

/** Newest first. A cursor that is none answers the first page. */
export async function listDeadLetters(db: Db, { limit, cursor, ...filter }: ListDeadLetters): Promise<DeadLetterPage> {
  const p_filter = toJson({ ...definedOf(filter), ...parseCursor(cursor) })
  const found = deadLetter.array().parse(await db.call('list_dead_letters', { p_filter, p_limit: limit + 1 }))
  const deadLetters = found.slice(0, limit)
  const last = deadLetters.at(-1)
  return found.length > limit && last ? { deadLetters, nextCursor: `${last.failedAt}~${last.id}` } : { deadLetters }
}

const counted = z.object({ count: z.int(), asOf: z.string() })

/** How many match now. From `cursor` on `listDeadLetters` goes through them alone, without what fails later. */
export async function countDeadLetters(
  db: Db,
  filter: Omit<ListDeadLetters, 'cursor' | 'limit'>,
): Promise<{ readonly count: number; readonly cursor: string }> {
  const { count, asOf } = counted.parse(await db.call('count_dead_letters', { p_filter: toJson(definedOf(filter)) }))
  return { count, cursor: `${asOf}~${lastId}` }
}

/** No id sorts behind it. */
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

export async function findDeadLetters(db: Db, ids: readonly string[]): Promise<readonly DeadLetter[]> {
  return deadLetter.array().parse(await db.call('find_dead_letters', { p_ids: [...ids] }))
}

export async function findDeadLetter(db: Db, id: string): Promise<DeadLetter | null> {
  return (await findDeadLetters(db, [id]))[0] ?? null
}

interface Burial {
  readonly id: string
  readonly queue: string
  readonly name: string
  readonly version: number
  readonly payload: unknown
  readonly reason: DeadLetterReason
  readonly error: string
  /** The attempt that failed, 1 for the first. */
  readonly attempt: number
  /** false: the job's contract drops it, and only its row tells. */
  readonly isKept: boolean
}

export type { Burial }

/** Failed for good. A job that has ended already stays as it ended. Returns how many dead letters are new. */
export async function buryJobs(db: Db, burials: readonly Burial[]): Promise<number> {
  return z.int().parse(await db.call('bury_jobs', { p_letters: toJson(burials) }))
}

interface RedriveItem {
  readonly id: string
  /** Of the new job; never used before. */
  readonly newId: string
  /** What was edited, with the version it is of. */
  readonly version?: number | undefined
  readonly payload?: unknown
}

interface Redrive {
  readonly items: readonly RedriveItem[]
  readonly audit: AuditEntry | null
}

const redriven = z.array(z.object({ id: z.string(), redrivenAs: z.string() }))
export type Redriven = z.infer<typeof redriven>

/**
 * Enqueues each as a new job. Those that somebody has dealt with are left alone, and are not in the answer.
 * Payloads are not checked here: redrive-dead-letters.ts of server/jobs does.
 */
export async function redriveDeadLetters(db: Db, { items, audit }: Redrive): Promise<Redriven> {
  const p_items = toJson(items.map(definedOf))
  return redriven.parse(await db.call('redrive_dead_letters', { p_items, p_audit: toJson(audit) }))
}

interface Discard {
  readonly ids: readonly string[]
  readonly audit: AuditEntry | null
}

/** Returns the ids that were open until now. */
export async function discardDeadLetters(db: Db, { ids, audit }: Discard): Promise<readonly string[]> {
  const discarded = await db.call('discard_dead_letters', { p_ids: [...ids], p_audit: toJson(audit) })
  return z.array(z.string()).parse(discarded)
}

const definedOf = (record: object) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))

const cursorShape = z.tuple([z.iso.datetime({ offset: true }), z.uuid()])

function parseCursor(cursor: string | undefined) {
  const parsed = cursorShape.safeParse(cursor?.split('~'))
  return parsed.success ? { beforeAt: parsed.data[0], beforeId: parsed.data[1] } : {}
}
