import type { JobFailure } from '#server/jobs/job-failure.ts'

/** No further attempt of this job can send the message: it becomes a dead letter, to be redriven by whoever knows why. */
export class PermanentFailure extends Error implements JobFailure {
  override readonly name = 'PermanentFailure'
  readonly isRetryable = false
}
