import { TRPCError } from '@trpc/server'
import { z } from 'zod'

/** Why the server could not load a page, in a form that travels as page props. */
export interface LoadFailure {
  readonly status: 429 | 503
  readonly retryAfterSeconds: number
}

const defaultRetrySeconds = 5

/** The failures that trying again may cure; undefined for all others. */
export function readLoadFailure(error: unknown): LoadFailure | undefined {
  if (!(error instanceof TRPCError)) return undefined
  const retryAfterSeconds = readRetrySeconds(error.cause)
  if (error.code === 'TOO_MANY_REQUESTS') return { status: 429, retryAfterSeconds }
  if (error.code === 'SERVICE_UNAVAILABLE') return { status: 503, retryAfterSeconds }
  return undefined
}

/** The cause is an AppError; its details tell how long to wait, where that is known. */
const withRetry = z.object({ details: z.object({ retryAfterMs: z.number().positive() }) })

function readRetrySeconds(cause: unknown): number {
  const parsed = withRetry.safeParse(cause)
  return parsed.success ? Math.ceil(parsed.data.details.retryAfterMs / 1000) : defaultRetrySeconds
}
