import { expect, test } from 'vitest'
import { parseRetryAfter } from './retry-after.ts'

const nowMs = Date.UTC(2026, 10, 23, 12, 0, 0)

test.each([
  ['2', 2_000],
  ['0.5', 500],
  ['-4', 0],
  ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
  ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
])('"%s" is %d ms', (value, expected) => {
  expect(parseRetryAfter(value, nowMs)).toBe(expected)
})

test.each([[null], [''], ['soon']])('%j is unknown', (value) => {
  expect(parseRetryAfter(value, nowMs)).toBeUndefined()
})
