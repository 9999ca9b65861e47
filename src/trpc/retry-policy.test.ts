import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import { recoverByItself } from './retry-policy.ts'

const failedWith = (code: string, details?: object) => ({
  state: {
    status: 'error',
    error: TRPCClientError.from({ error: { code: -32_000, message: 'no', data: { code, details } } }),
  },
})

test('what failed in passing is asked again after some seconds', () => {
  expect(recoverByItself.refetchInterval(failedWith('SERVICE_UNAVAILABLE'))).toBeGreaterThanOrEqual(4_000)
  expect(recoverByItself.refetchInterval(failedWith('INTERNAL_SERVER_ERROR'))).toBeGreaterThanOrEqual(4_000)
})

test('what a limit refused is asked again when it has room', () => {
  expect(recoverByItself.refetchInterval(failedWith('TOO_MANY_REQUESTS', { limit: { retryAfterMs: 30_000 } }))).toBe(
    30_000,
  )
})

test('what is forbidden, unknown or fine is left alone', () => {
  for (const code of ['FORBIDDEN', 'UNAUTHORIZED', 'NOT_FOUND', 'BAD_REQUEST']) {
    expect(recoverByItself.refetchInterval(failedWith(code))).toBe(false)
  }
  expect(recoverByItself.refetchInterval({ state: { status: 'success', error: null } })).toBe(false)
})
