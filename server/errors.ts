import type { ErrorCode, ErrorDetails } from './contracts/errors.ts'

interface AppErrorOptions {
  /** Shown to the caller; says what to do, never what is inside. */
  readonly publicMessage: string
  /** For the log only. */
  readonly internal?: string
  readonly cause?: unknown
  readonly details?: ErrorDetails
}

/** The one error that use cases throw on purpose. Anything else that reaches a caller is a bug and shows as INTERNAL_SERVER_ERROR. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly publicMessage: string
  readonly details: ErrorDetails

  constructor(code: ErrorCode, options: AppErrorOptions) {
    super(options.internal ?? options.publicMessage, { cause: options.cause })
    this.code = code
    this.publicMessage = options.publicMessage
    this.details = options.details ?? {}
  }
}
