import { TRPCError } from '@trpc/server'
import { DatabaseUnavailableError } from '#db/errors.ts'
import { AppError } from '../../errors.ts'
import { t } from '../init.ts'

/** Turns what use cases throw into tRPC's codes. `next()` never rejects, so the result is asked, not caught. */
export const translated = t.middleware(async ({ next, ctx, path }) => {
  const result = await next()
  if (result.ok) return result
  const error = asAppError(result.error.cause)
  if (error) throw new TRPCError({ code: error.code, message: error.publicMessage, cause: error })
  if (result.error.code === 'INTERNAL_SERVER_ERROR')
    ctx.services.log.error({ err: result.error, path }, 'procedure failed')
  return result
})

export function asAppError(cause: unknown): AppError | undefined {
  if (cause instanceof AppError) return cause
  if (!(cause instanceof DatabaseUnavailableError)) return undefined
  return new AppError('SERVICE_UNAVAILABLE', {
    publicMessage: 'The database does not answer right now. Try again in a moment.',
    cause,
    details: { retryAfterMs: 5_000 },
  })
}
