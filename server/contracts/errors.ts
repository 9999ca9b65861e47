import type { LimitDecision } from './limits.ts'

/** The closed list of failures a caller can meet, over HTTP and WebSocket alike. */
export const errorCodes = [
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'TOO_MANY_REQUESTS',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What rides in `error.data` beside tRPC's own fields. */
export interface ErrorDetails {
  /** Each offending input field by its path ("body", "visitor.email"). */
  readonly fields?: readonly FieldProblem[]
  readonly limit?: LimitDecision
  /** How long to wait before trying again, where that is known. */
  readonly retryAfterMs?: number
}

export interface FieldProblem {
  readonly path: string
  readonly problem: string
}
