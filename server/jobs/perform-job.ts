import { UnrecoverableError } from 'bullmq'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { JobName } from '#server/contracts/jobs.ts'
import { contractOf, isJobName } from './contract-of.ts'
import { type JobData, jobData } from './job-data.ts'
import { readJobFailure } from './job-failure.ts'
import type { JobHandlers } from './job-handler.ts'

export interface JobRun<S> {
  readonly id: string
  readonly name: string
  readonly data: unknown
  readonly handlers: JobHandlers<S>
  readonly services: S
  readonly log: Logger
  readonly signal: AbortSignal
}

/**
 * Runs one attempt.
 * @throws UnrecoverableError when no attempt of this release can succeed: the job is parked among the failed ones,
 * with the reason, and can be retried by a release that knows it
 */
export async function performJob<S>(run: JobRun<S>): Promise<void> {
  if (!isJobName(run.name)) throw new UnrecoverableError(`parked: no job "${run.name}" in this release`)
  const data = check(jobData, run.data, 'data')
  await performKnown(run.name, data, run)
}

async function performKnown<N extends JobName, S>(name: N, data: JobData, run: JobRun<S>): Promise<void> {
  const contract = contractOf(name)
  if (data.version !== contract.version) throw parkedVersion(name, data.version, contract.version)
  const payload = check(contract.payload, data.payload, 'payload')
  const loadHandler: JobHandlers<S>[N] = run.handlers[name]
  const handle = await loadHandler()
  try {
    await handle({ jobId: run.id, payload, services: run.services, log: run.log, signal: run.signal })
  } catch (error) {
    throw readJobFailure(error).isRetryable ? error : new UnrecoverableError(messageOf(error))
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${[what, ...issue.path].join('.')}: ${issue.message}`)
  throw new UnrecoverableError(`bad payload: ${problems.join('; ')}`)
}

const parkedVersion = (name: string, found: number, known: number): UnrecoverableError =>
  new UnrecoverableError(`parked: version ${found} of "${name}" is not known in this release, which knows ${known}`)

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
