import { TRPCError } from '@trpc/server'
import { expect, test } from 'vitest'
import { AppError } from '#server/errors.ts'
import { readLoadFailure } from './load-failure.ts'

test('a refused call is 429 and says when to come back, in whole seconds', () => {
  const cause = new AppError('TOO_MANY_REQUESTS', { publicMessage: 'slow down', details: { retryAfterMs: 12_400 } })
  const error = new TRPCError({ code: 'TOO_MANY_REQUESTS', cause })
  expect(readLoadFailure(error)).toEqual({ status: 429, retryAfterSeconds: 13 })
})

test('an unreachable database is 503 with a default wait', () => {
  expect(readLoadFailure(new TRPCError({ code: 'SERVICE_UNAVAILABLE' }))).toEqual({ status: 503, retryAfterSeconds: 5 })
})

test('other errors are not for trying again', () => {
  expect(readLoadFailure(new TRPCError({ code: 'INTERNAL_SERVER_ERROR' }))).toBeUndefined()
  expect(readLoadFailure(new Error('bug'))).toBeUndefined()
})
