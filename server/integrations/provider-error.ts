import type { JobFailure } from '#server/jobs/job-failure.ts'

interface ProviderErrorOptions {
  readonly provider: string
  /** A fixed text or the provider's error name: never its message, which quotes addresses. */
  readonly reason: string
  /** HTTP status; absent when no answer arrived. */
  readonly status?: number
  readonly isRetryable: boolean
  readonly retryAfterMs?: number | undefined
  /** Absent: where the status is 429. */
  readonly isRateLimited?: boolean | undefined
}

/** An outside service refused or could not be reached. Its message names neither people nor keys. */
export class ProviderError extends Error implements JobFailure {
  override readonly name = 'ProviderError'
  readonly provider: string
  readonly status: number | undefined
  readonly reason: string
  readonly isRetryable: boolean
  readonly retryAfterMs: number | undefined
  /** Too many calls, of whatever job: says nothing of this one. */
  readonly isRateLimited: boolean

  constructor(options: ProviderErrorOptions) {
    const answered = options.status === undefined ? 'did not answer' : `answered ${options.status}`
    super(`${options.provider} ${answered} (${options.reason})`)
    this.provider = options.provider
    this.status = options.status
    this.reason = options.reason
    this.isRetryable = options.isRetryable
    this.retryAfterMs = options.retryAfterMs
    this.isRateLimited = options.isRateLimited ?? options.status === 429
  }
}
