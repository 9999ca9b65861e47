import { TRPCError } from '@trpc/server'
import type { ErrorCode, ErrorDetails } from '../../contracts/errors.ts'
import { AppError } from '../../errors.ts'

/** What ends a stream that is under way: no middleware stands between it and the client to translate an AppError. */
export function streamError(code: ErrorCode, publicMessage: string, details: ErrorDetails = {}): TRPCError {
  return new TRPCError({ code, message: publicMessage, cause: new AppError(code, { publicMessage, details }) })
}
