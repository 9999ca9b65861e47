import { expect, test } from 'vitest'
import { exponentialDelayMs } from './back-off.ts'

test('each failure doubles the delay up to the maximum', () => {
  const delays = [1, 2, 3, 4, 9].map((attempt) =>
    exponentialDelayMs({ baseMs: 100, attempt, maxMs: 1_000, random: () => 1 }),
  )
  expect(delays).toEqual([100, 200, 400, 800, 1_000])
})

test('at least half of the delay is always waited', () => {
  expect(exponentialDelayMs({ baseMs: 100, attempt: 3, maxMs: 1_000, random: () => 0 })).toBe(200)
})
