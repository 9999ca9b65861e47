import { z } from 'zod'

/** How a handler's error steers its next attempt; an error without these fields is retried with the contract's back-off. */
export interface JobFailure {
  /** false: no further attempt can succeed; the job fails for good and is kept. */
  readonly isRetryable: boolean
  /** The other side asked not to be called earlier. */
  readonly retryAfterMs?: number | undefined
  /** Nothing is wrong with this job: the other side takes no more from anybody until `retryAfterMs` have passed. */
  readonly isRateLimited?: boolean | undefined
  /** It has done nothing, because something else comes first: it is asked again after `retryAfterMs`, and counts as no attempt. */
  readonly isTooEarly?: boolean | undefined
}

const jobFailure = z.object({
  isRetryable: z.boolean(),
  retryAfterMs: z.number().nonnegative().optional(),
  isRateLimited: z.boolean().optional(),
  isTooEarly: z.boolean().optional(),
})

export const readJobFailure = (error: unknown): JobFailure => {
  const parsed = jobFailure.safeParse(error)
  return parsed.success ? parsed.data : { isRetryable: true }
}
