import type { JobFailure } from '#server/jobs/job-failure.ts'

/** An earlier message of the conversation is on its way: this one has not been touched. */
export class NotItsTurn extends Error implements JobFailure {
  override readonly name = 'NotItsTurn'
  readonly isRetryable = true
  readonly isTooEarly = true
  readonly retryAfterMs = 300
}
