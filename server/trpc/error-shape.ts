import type { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import type { ErrorDetails, FieldProblem } from '../contracts/errors.ts'
import { AppError } from '../errors.ts'

interface FormatterInput<S> {
  readonly shape: S
  readonly error: TRPCError
}

interface DefaultShape {
  readonly message: string
  readonly code: number
  readonly data: { readonly code: string; readonly httpStatus: number; readonly path?: string; readonly stack?: string }
}

/** What a caller sees of a failure: the public message and its data, never a stack or the words of an inner error. */
export function shapeError<S extends DefaultShape>({ shape, error }: FormatterInput<S>) {
  const { stack: _stack, ...data } = shape.data
  return { ...shape, message: publicMessage(error), data: { ...data, details: errorDetails(error) } }
}

export function publicMessage(error: TRPCError): string {
  if (error.cause instanceof AppError) return error.cause.publicMessage
  const fields = fieldProblems(error)
  if (fields) return `Invalid input: ${fields.map(({ path, problem }) => `${path || 'input'} ${problem}`).join('; ')}`
  return error.code === 'INTERNAL_SERVER_ERROR' ? 'Something went wrong on our side.' : error.message
}

export function errorDetails(error: TRPCError): ErrorDetails {
  if (error.cause instanceof AppError) return error.cause.details
  const fields = fieldProblems(error)
  return fields ? { fields } : {}
}

function fieldProblems(error: TRPCError): readonly FieldProblem[] | undefined {
  if (error.code !== 'BAD_REQUEST' || !(error.cause instanceof ZodError)) return undefined
  return error.cause.issues.map((issue) => ({ path: issue.path.join('.'), problem: issue.message }))
}
