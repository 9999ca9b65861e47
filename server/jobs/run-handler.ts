import type { StopSignal } from './stop-signal.ts'

/** The attempt took longer than its contract allows. */
export class JobTimeoutError extends Error {
  override readonly name = 'JobTimeoutError'
  constructor(timeoutMs: number) {
    super(`not done in ${timeoutMs} ms`)
  }
}

/** The process stops and could not wait for the attempt, which counts as none. */
export class JobInterruptedError extends Error {
  override readonly name = 'JobInterruptedError'
  constructor() {
    super('the process stops')
  }
}

interface HandlerRun {
  readonly timeoutMs: number
  readonly stopping: StopSignal
  /** How long a handler that was told to abort has to settle. */
  readonly graceMs?: number
}

/**
 * Runs a handler within its time. One that is told to abort and does not settle is left behind.
 * @throws JobTimeoutError, JobInterruptedError, or what the handler throws
 */
export async function runHandler(work: (signal: AbortSignal) => Promise<void>, run: HandlerRun): Promise<void> {
  const { timeoutMs, stopping, graceMs = 500 } = run
  const abort = new AbortController()
  const left = Promise.withResolvers<never>()
  let timer: NodeJS.Timeout | undefined
  const giveUp = (reason: Error) => {
    if (abort.signal.aborted) return
    clearTimeout(timer)
    timer = setTimeout(() => left.reject(reason), graceMs)
    abort.abort(reason)
  }
  timer = setTimeout(() => giveUp(new JobTimeoutError(timeoutMs)), timeoutMs)
  const leaveAlone = stopping.onStop(() => giveUp(new JobInterruptedError()))
  try {
    await Promise.race([work(abort.signal), left.promise])
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error
  } finally {
    clearTimeout(timer)
    leaveAlone()
  }
}
