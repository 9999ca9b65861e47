import type { Logger } from 'pino'
import type { JobName } from '#server/contracts/jobs.ts'
import { contractOf, isJobName } from './contract-of.ts'
import { readJobFailure } from './job-failure.ts'
import type { JobHandlers } from './job-handler.ts'
import type { JobLedger } from './job-ledger.ts'
import { readPayload, type Unreadable } from './read-payload.ts'
import { retryDelayMs } from './retry-delay.ts'
import { JobInterruptedError, runHandler } from './run-handler.ts'
import type { StopSignal } from './stop-signal.ts'

export interface JobRun<S> {
  readonly id: string
  readonly name: string
  readonly data: unknown
  /** 1 for the first. */
  readonly attempt: number
  /** The queue would not try again. */
  readonly isLastInQueue: boolean
  readonly handlers: JobHandlers<S>
  readonly services: S
  readonly ledger: Pick<JobLedger, 'start'>
  readonly log: () => Logger
  readonly stopping: StopSignal
}

/** How an attempt ended, and what has to happen next. */
export type AttemptOutcome =
  | { readonly kind: 'done' }
  /** Canceled, or done before: nothing was run. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'retry'; readonly error: unknown; readonly delayMs: number }
  | { readonly kind: 'dead'; readonly error: unknown; readonly reason: 'failed' | 'parked' | 'bad_payload' }
  /** Not for this release, not now, not here: counts as no attempt. */
  | { readonly kind: 'later'; readonly why: 'newer' | 'database' | 'stop'; readonly error: unknown }
  | { readonly kind: 'later'; readonly why: 'early'; readonly forMs: number; readonly error: unknown }
  /** The other side takes nothing from anybody for a while: counts as no attempt, and the whole queue waits. */
  | { readonly kind: 'limited'; readonly forMs: number; readonly error: unknown }

/** Runs one attempt. Never throws. */
export async function performJob<S>(run: JobRun<S>): Promise<AttemptOutcome> {
  if (isJobName(run.name)) return performKnown(run.name, run)
  return refuse({ kind: 'newer', problem: `parked: no job "${run.name}" in this release` })
}

async function performKnown<N extends JobName, S>(name: N, run: JobRun<S>): Promise<AttemptOutcome> {
  const contract = contractOf(name)
  const read = readPayload(name, contract, run.data)
  if ('unreadable' in read) return refuse(read.unreadable)
  const start = await run.ledger.start(run.id).catch((error: unknown) => ({ error }))
  // Whether it may run is not known, and the handler would not get far either.
  if (typeof start === 'object') return { kind: 'later', why: 'database', error: start.error }
  if (start === 'ended') return { kind: 'ended' }
  const isLastAttempt = run.isLastInQueue || run.attempt >= contract.attempts
  try {
    const loadHandler: JobHandlers<S>[N] = run.handlers[name]
    const handle = await loadHandler()
    const { id: jobId, attempt, services } = run
    const begin = (signal: AbortSignal) =>
      handle({
        ...{ jobId, attempt, isLastAttempt, payload: read.payload, services, signal },
        // Most jobs say nothing, and a logger of their own costs more than all else here.
        get log() {
          return run.log()
        },
      })
    await runHandler(begin, { timeoutMs: contract.timeoutMs, stopping: run.stopping })
    return { kind: 'done' }
  } catch (error) {
    if (error instanceof JobInterruptedError) return { kind: 'later', why: 'stop', error }
    const { isTooEarly, retryAfterMs: forMs = tooEarlyMs } = readJobFailure(error)
    if (isTooEarly) return { kind: 'later', why: 'early', forMs, error }
    const limitedMs = limitedFor(error)
    if (limitedMs > 0) return { kind: 'limited', forMs: limitedMs, error }
    if (isLastAttempt || !readJobFailure(error).isRetryable) return { kind: 'dead', reason: 'failed', error }
    return { kind: 'retry', error, delayMs: retryDelayMs(run.attempt, error, contract.backoff) }
  }
}

const tooEarlyMs = 500
/** A longer pause than this is a quota, which must not hold the others up for ever: it costs the job an attempt. */
const maxPauseMs = 60_000
/** Whoever asks for none at all would be called without end. */
const minPauseMs = 1_000

function limitedFor(error: unknown): number {
  const { isRateLimited, retryAfterMs = 0 } = readJobFailure(error)
  return isRateLimited === true && retryAfterMs <= maxPauseMs ? Math.max(minPauseMs, retryAfterMs) : 0
}

function refuse({ kind, problem }: Unreadable): AttemptOutcome {
  const error = new Error(problem)
  return kind === 'newer' ? { kind: 'later', why: 'newer', error } : { kind: 'dead', reason: kind, error }
}
