import type { z } from 'zod'
import { type JobContract, type JobName, type JobPayload, jobs } from '#server/contracts/jobs.ts'

type TypedContract<N extends JobName> = JobContract & { readonly payload: z.ZodType<JobPayload<N>> }

/** The same table, typed so that a generic name leads to its own payload. */
const contracts: { readonly [N in JobName]: TypedContract<N> } = jobs

export const contractOf = <N extends JobName>(name: N): TypedContract<N> => contracts[name]

export const isJobName = (name: string): name is JobName => Object.hasOwn(jobs, name)
