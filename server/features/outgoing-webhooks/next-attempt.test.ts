import { expect, test } from 'vitest'
import { retryDelaysMs } from '../../contracts/outgoing-webhooks.ts'
import { nextAttemptAtMs } from './next-attempt.ts'

const failed = { attempt: 1, nowMs: 1_000, retryAfterMs: undefined, random: 0 }

test('ten attempts follow the schedule, then there is none', () => {
  const delays = Array.from({ length: 9 }, (_, index) => nextAttemptAtMs({ ...failed, nowMs: 0, attempt: index + 1 }))
  expect(delays).toEqual(retryDelaysMs)
  expect(nextAttemptAtMs({ ...failed, attempt: 10 })).toBeNull()
})

test('an endpoint that asks for time gets it, up to a day', () => {
  expect(nextAttemptAtMs({ ...failed, retryAfterMs: 60_000 })).toBe(61_000)
  expect(nextAttemptAtMs({ ...failed, retryAfterMs: 1 })).toBe(6_000)
  expect(nextAttemptAtMs({ ...failed, retryAfterMs: 10 * 86_400_000 })).toBe(1_000 + 86_400_000)
})

test('attempts that failed together are spread over a tenth of the wait', () => {
  expect(nextAttemptAtMs({ ...failed, random: 0.999 })).toBe(1_000 + 5_500)
})
