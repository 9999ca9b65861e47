import type { JobFailure } from '#server/jobs/job-failure.ts'

/** What became of a payment cannot be told: now, or (`isRetryable: false`) before somebody has looked at it. */
export class PaymentUnreadable extends Error implements JobFailure {
  override readonly name = 'PaymentUnreadable'
  readonly isRetryable: boolean

  constructor(message: string, { isRetryable }: { readonly isRetryable: boolean }) {
    super(message)
    this.isRetryable = isRetryable
  }
}
