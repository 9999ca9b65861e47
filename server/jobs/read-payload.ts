import type { z } from 'zod'
import type { DeadLetterReason } from '#db/queries/dead-letters.ts'
import type { JobContract } from '#server/contracts/jobs.ts'
import { type JobData, jobData } from './job-data.ts'

/** Why a job cannot run in this release. 'newer': a release that is being rolled out may know it. */
export interface Unreadable {
  readonly kind: 'newer' | 'parked' | 'bad_payload'
  readonly problem: string
}

/** How a problem begins: where only the error's text was kept, it still says what it was. */
const beginnings = { parked: 'parked: ', bad_payload: 'bad payload: ' } as const

/** Why a job failed for good, of the text of its error. */
export function reasonOf(error: string): DeadLetterReason {
  if (error.startsWith(beginnings.parked)) return 'parked'
  return error.startsWith(beginnings.bad_payload) ? 'bad_payload' : 'failed'
}

export type ReadPayload<T> = { readonly payload: T } | { readonly unreadable: Unreadable }

type ReadableContract<T> = Pick<JobContract, 'version' | 'previous'> & { readonly payload: z.ZodType<T> }

/** The payload as today's handler wants it: of the contract's version, or of the one before, made into it. */
export function readPayload<T>(name: string, contract: ReadableContract<T>, data: unknown): ReadPayload<T> {
  const shell = check(jobData, data, 'data')
  if ('unreadable' in shell) return shell
  const { version } = shell.payload
  if (version === contract.version) return check(contract.payload, shell.payload.payload, 'payload')
  if (version === contract.version - 1 && contract.previous) {
    return readPrevious({ ...contract, previous: contract.previous }, shell.payload)
  }
  const problem = `${beginnings.parked}version ${version} of "${name}" is not known in this release, which knows ${contract.version}`
  return { unreadable: { kind: version > contract.version ? 'newer' : 'parked', problem } }
}

function readPrevious<T>(contract: ReadableContract<T> & { readonly previous: z.ZodType }, data: JobData) {
  const read = check(contract.previous, data.payload, 'payload')
  return 'unreadable' in read ? read : check(contract.payload, read.payload, 'payload')
}

function check<T>(schema: z.ZodType<T>, value: unknown, what: string): ReadPayload<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { payload: parsed.data }
  const problems = parsed.error.issues.map((issue) => `${[what, ...issue.path].join('.')}: ${issue.message}`)
  return { unreadable: { kind: 'bad_payload', problem: `${beginnings.bad_payload}${problems.join('; ')}` } }
}
