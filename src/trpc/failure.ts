import { isTRPCClientError } from '@trpc/client'
import { z } from 'zod'
import type { FieldProblem } from '#server/contracts/errors.ts'

/** Why a call failed, as far as the person in front of it can do something about it. */
export type Failure =
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'unavailable'; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'offline' }
  | { readonly kind: 'invalid'; readonly fields: readonly FieldProblem[] }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'not-found' }
  /** `fields`: whose value another row has, where the server says so. */
  | { readonly kind: 'conflict'; readonly fields?: readonly FieldProblem[] }
  | { readonly kind: 'unexpected' }

const errorData = z.object({
  code: z.string(),
  details: z
    .object({
      fields: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
      limit: z.object({ retryAfterMs: z.number() }).optional(),
      retryAfterMs: z.number().optional(),
    })
    .optional(),
})
type ErrorData = z.infer<typeof errorData>

/** Reads what a rejected procedure call, over HTTP or WebSocket, was rejected with. */
export function readFailure(error: unknown): Failure {
  const parsed = errorData.safeParse(isTRPCClientError(error) ? error.data : undefined)
  return parsed.success ? fromErrorData(parsed.data) : fromTransport(error)
}

/** Failures that may pass by themselves: the same call, repeated, can succeed. */
export const isTransient = ({ kind }: Failure): boolean => kind === 'offline' || kind === 'unavailable'

function fromErrorData({ code, details }: ErrorData): Failure {
  switch (code) {
    case 'TOO_MANY_REQUESTS':
      return { kind: 'limited', retryAfterMs: details?.limit?.retryAfterMs ?? details?.retryAfterMs ?? 60_000 }
    case 'SERVICE_UNAVAILABLE':
      return { kind: 'unavailable', retryAfterMs: details?.retryAfterMs }
    case 'BAD_REQUEST':
      return { kind: 'invalid', fields: details?.fields ?? [] }
    case 'UNAUTHORIZED':
      return { kind: 'signed-out' }
    case 'FORBIDDEN':
      return { kind: 'forbidden' }
    case 'NOT_FOUND':
      return { kind: 'not-found' }
    case 'CONFLICT':
      return { kind: 'conflict', ...(details?.fields && { fields: details.fields }) }
    default:
      return { kind: 'unexpected' }
  }
}

/** No answer of ours: a proxy's error page came through a response, a cut line through none. */
function fromTransport(error: unknown): Failure {
  if (!isTRPCClientError(error)) return { kind: 'unexpected' }
  const hasResponse = error.meta?.response !== undefined
  return hasResponse ? { kind: 'unavailable', retryAfterMs: undefined } : { kind: 'offline' }
}
