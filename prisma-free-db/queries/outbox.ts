import { z } from 'zod'
import { type JobName, jobs, type OutboxJob } from '#server/contracts/jobs.ts'
import type { Db } from '../client.ts'
import { toJson } from './json.ts'

/** For use cases that write nothing else; the others hand `p_jobs` to their SQL function. Returns how many were new. */
export async function enqueueJobs(db: Db, newJobs: readonly OutboxJob[]): Promise<number> {
  return z.int().parse(await db.call('enqueue_jobs', { p_jobs: toJson(newJobs) }))
}

/** A job on its way into the queue. */
export interface RelayedJob extends Omit<OutboxJob, 'runAt'> {
  /** Failed before: after Redis lost everything, a job goes on where it was. */
  readonly attempts: number
}

const isJobName = (name: unknown): name is JobName => typeof name === 'string' && Object.hasOwn(jobs, name)

const relayedJob = z.object({
  id: z.string(),
  name: z.custom<JobName>(isJobName),
  version: z.int(),
  payload: z.unknown(),
  attempts: z.int(),
})

const claim = z.object({ jobs: relayedJob.array(), nextInMs: z.number().nullable() })

export interface Claim {
  readonly jobs: readonly RelayedJob[]
  /** When the next job that is not due yet will be; null when none waits. Known only where `jobs` is empty. */
  readonly nextInMs: number | null
}

/**
 * The oldest due jobs. They count as relayed from now on, and no other relay gets them. Jobs whose name this release
 * does not know stay waiting for one that does: during a rolling deploy the newer release's relay takes them.
 */
export async function claimJobs(db: Db, { limit }: { readonly limit: number }): Promise<Claim> {
  return claim.parse(await db.call('claim_jobs', { p_names: Object.keys(jobs), p_limit: limit }))
}

/** The queue could not take these: any relay may claim them at once. Returns how many wait again. */
export async function unclaimJobs(db: Db, ids: readonly string[]): Promise<number> {
  return z.int().parse(await db.call('unclaim_jobs', { p_ids: [...ids] }))
}

export interface DoneJob {
  readonly id: string
  /** The successful one included. */
  readonly attempts: number
}

export interface FailedAttempt {
  readonly id: string
  /** 1 for the first. */
  readonly attempt: number
  readonly error: string
  /** When the next one is due. */
  readonly nextInMs: number
}

interface JobNotes {
  readonly started?: readonly string[]
  readonly done?: readonly DoneJob[]
  readonly failed?: readonly FailedAttempt[]
}

const ids = z.array(z.string())

/**
 * Notes what became of attempts, in one statement for any number of them; a job that has ended stays as it ended.
 * Returns the ids of `started` whose attempt must not begin: they were canceled, or have ended before.
 */
export async function noteJobs(db: Db, { started = [], done = [], failed = [] }: JobNotes): Promise<readonly string[]> {
  const p_done = done.map(({ id, attempts }) => ({ id, attempts }))
  const p_failed = failed.map(({ id, attempt, error, nextInMs }) => ({ id, attempt, error, nextInMs }))
  return ids.parse(await db.call('note_jobs', { p_started: [...started], p_done, p_failed }))
}

const cancellation = z.enum(['canceled', 'started', 'finished', 'not_found'])
export type Cancellation = z.infer<typeof cancellation>

/** 'canceled': no attempt will begin. 'started': one runs, or ran and failed; it is too late. */
export async function cancelJob(db: Db, id: string): Promise<Cancellation> {
  return cancellation.parse(await db.call('cancel_job', { p_id: id }))
}

const lag = z.object({ waiting: z.int(), oldestMs: z.number() })

/** Jobs that are due and not in the queue yet, and the age of the oldest (0 when there is none). */
export async function outboxLag(db: Db): Promise<z.infer<typeof lag>> {
  return lag.parse(await db.call('outbox_lag', {}))
}

/** Forgets jobs that ended longer ago than their contract keeps them, and old dead letters that are dealt with. */
export async function pruneJobs(db: Db, { limit }: { readonly limit: number }): Promise<number> {
  const keep = Object.fromEntries(Object.entries(jobs).map(([name, { keepMs }]) => [name, keepMs]))
  const otherwiseMs = 90 * 24 * 60 * 60 * 1_000
  const args = { p_keep: keep, p_otherwise_ms: otherwiseMs, p_limit: limit }
  return z.int().parse(await db.call('prune_jobs', args))
}
