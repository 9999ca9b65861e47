import type { Logger } from 'pino'
import type { JobName, JobPayload } from '#server/contracts/jobs.ts'

export interface JobContext<N extends JobName, S> {
  /** The outbox id, the same at every attempt: the idempotency key of whatever the job does. */
  readonly jobId: string
  /** 1 for the first. A worker that died did not count its own. */
  readonly attempt: number
  /** No other attempt will follow when this one fails. */
  readonly isLastAttempt: boolean
  readonly payload: JobPayload<N>
  readonly services: S
  /** Bound to the job's name and id. */
  readonly log: Logger
  /**
   * Aborted when the attempt has lasted as long as the contract allows, and when the process stops and cannot wait
   * for the job any longer: it will run again elsewhere.
   */
  readonly signal: AbortSignal
}

/**
 * Does the job once; may run again after a crash, so its effects must bear repetition.
 * An error means another attempt, unless it says `isRetryable: false` (see JobFailure).
 */
export type JobHandler<N extends JobName, S> = (context: JobContext<N, S>) => Promise<void>

/** One loader per job of the contract: a missing one does not compile. */
export type JobHandlers<S> = { readonly [N in JobName]: () => Promise<JobHandler<N, S>> }
