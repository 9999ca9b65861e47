import { z } from 'zod'

/** What a job carries in BullMQ. The payload is checked against the contract when the job runs. */
export const jobData = z.object({
  version: z.int().positive(),
  payload: z.unknown(),
  /** Attempts that failed before Redis lost the job. */
  attempts: z.int().nonnegative().optional(),
})
export type JobData = z.infer<typeof jobData>
