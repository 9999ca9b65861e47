import { describe, expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

describe('the wait before reconnecting', () => {
  it('doubles until one second', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 50].map((attempt) => backoffMs(attempt, () => 1))
    expect(longest).toEqual([50, 100, 200, 400, 800, 1_000, 1_000, 1_000])
  })

  it('is spread over its upper half, so that processes do not return together', () => {
    expect(backoffMs(7, () => 0)).toBe(500)
    const waits = new Set(Array.from({ length: 50 }, () => backoffMs(7)))
    expect(waits.size).toBeGreaterThan(10)
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(500)
  })
})
