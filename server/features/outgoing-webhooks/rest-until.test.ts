import { expect, test } from 'vitest'
import { restUntilMs } from './rest-until.ts'

const lastFailedAt = '2026-11-23T10:00:00.000Z'
const restSeconds = (failures: number) => (restUntilMs({ failures, lastFailedAt }) - Date.parse(lastFailedAt)) / 1_000

test('an endpoint that fails now and then is not let rest', () => {
  expect(restUntilMs({ failures: 4, lastFailedAt })).toBe(0)
  expect(restUntilMs({ failures: 0, lastFailedAt: null })).toBe(0)
})

test('its rests grow to five minutes, and twenty failures take the hour after which it is switched off', () => {
  const rests = Array.from({ length: 15 }, (_, index) => restSeconds(index + 5))
  expect(rests.slice(0, 7)).toEqual([5, 10, 20, 40, 80, 160, 300])
  expect(rests.slice(7).every((seconds) => seconds === 300)).toBe(true)
  expect(restSeconds(10_000)).toBe(300)
  expect(rests.reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThan(3_000)
})
