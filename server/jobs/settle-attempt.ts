import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq'
import type { Logger } from 'pino'
import type { QueueName } from '#server/contracts/jobs.ts'
import { contractOf, isJobName } from './contract-of.ts'
import { errorTextOf } from './error-text.ts'
import { jobData } from './job-data.ts'
import type { JobLedger } from './job-ledger.ts'
import type { AttemptOutcome } from './perform-job.ts'

export interface Attempt {
  readonly job: Job<unknown>
  /** Proves to BullMQ that this worker holds the job. */
  readonly token: string
  readonly queue: QueueName
  /** 1 for the first. */
  readonly number: number
  readonly ledger: JobLedger
  readonly log: () => Logger
  /** How long a job that this release does not know is left to a newer one before it is parked. */
  readonly parkAfterMs: number
  /** Nothing of this queue starts, on any worker, for so long. Absent for a queue without a rate. */
  readonly pauseQueue: ((forMs: number) => Promise<void>) | undefined
  /** Wakes a consumer that waits: BullMQ tells none of a job with a priority that was put back. */
  readonly wakeConsumer: () => Promise<void>
}

/** BullMQ's `backoffStrategy` reads when the next attempt is due from the error. */
export class RetryError extends Error {
  override readonly name = 'RetryError'
  readonly delayMs: number
  constructor(error: unknown, delayMs: number) {
    super(errorTextOf(error), { cause: error })
    this.delayMs = delayMs
  }
}

const databaseAwayMs = 1_000
const newerReleaseMs = 15_000

/**
 * Writes down how the attempt ended, in Postgres and, by what it returns or throws, in BullMQ. A failure is in Postgres
 * first; for a success BullMQ does not wait, and goes on to the next job. Where Postgres cannot be told, BullMQ keeps the
 * outcome, and the reconciliation brings it over.
 */
export async function settleAttempt(outcome: AttemptOutcome, attempt: Attempt): Promise<void> {
  const { job, number, ledger, log } = attempt
  const id = job.id ?? ''
  switch (outcome.kind) {
    case 'ended':
      return
    case 'done':
      void note(log, ledger.done({ id, attempts: number }))
      return
    case 'retry': {
      const error = errorTextOf(outcome.error)
      await note(log, ledger.failed({ id, attempt: number, error, nextInMs: outcome.delayMs }))
      throw new RetryError(outcome.error, outcome.delayMs)
    }
    case 'dead':
      return bury(outcome, attempt)
    case 'later':
      return putOff(outcome, attempt)
    case 'limited':
      return pause(outcome.forMs, attempt)
  }
}

async function bury(
  { reason, error }: Extract<AttemptOutcome, { kind: 'dead' }>,
  { job, number, queue, ledger, log }: Attempt,
): Promise<never> {
  const text = errorTextOf(error)
  const data = jobData.safeParse(job.data)
  const burial = {
    ...{ id: job.id ?? '', queue, name: job.name, reason, error: text, attempt: number },
    version: data.success ? data.data.version : 0,
    payload: data.success ? data.data.payload : job.data,
    isKept: !isJobName(job.name) || contractOf(job.name).whenFailed === 'keep',
  }
  await note(log, ledger.bury(burial))
  throw new UnrecoverableError(text)
}

/** Back to where it was, without a mark: the attempt was none. */
async function putOff(outcome: Extract<AttemptOutcome, { kind: 'later' }>, attempt: Attempt): Promise<never> {
  const { why, error } = outcome
  const { job, token, log, parkAfterMs } = attempt
  if (why === 'stop') {
    await job.moveToWait(token)
    await attempt.wakeConsumer()
    throw new WaitingError()
  }
  if (why === 'newer' && Date.now() - job.timestamp >= parkAfterMs) {
    return bury({ kind: 'dead', reason: 'parked', error }, attempt)
  }
  log().debug({ why, err: error }, 'job put off')
  const forMs = why === 'early' ? outcome.forMs : why === 'newer' ? newerReleaseMs : databaseAwayMs
  await job.moveToDelayed(Date.now() + forMs, token)
  throw new DelayedError()
}

/** The job keeps its place, and none of its queue starts before the other side takes them again. */
async function pause(forMs: number, { job, token, log, pauseQueue, wakeConsumer }: Attempt): Promise<never> {
  log().debug({ forMs }, 'the other side takes no more for now')
  if (pauseQueue) {
    await pauseQueue(forMs)
    await job.moveToWait(token)
    // Whoever is woken now meets the limit, and asks again when it ends. BullMQ's RateLimitError wakes nobody.
    await wakeConsumer()
    throw new WaitingError()
  }
  await job.moveToDelayed(Date.now() + forMs, token)
  throw new DelayedError()
}

async function note(log: () => Logger, written: Promise<void>): Promise<void> {
  await written.catch((error: unknown) => {
    log().warn({ err: error }, 'the end of an attempt is not in the database yet')
  })
}
