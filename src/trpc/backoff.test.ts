import { describe, expect, it } from 'vitest'
import { fullJitterMs } from './backoff.ts'

const options = { baseMs: 1_000, capMs: 15_000 }
const highest = () => 0.999_999

describe('fullJitterMs', () => {
  it('can wait nothing at any attempt', () => {
    expect(fullJitterMs(7, options, () => 0)).toBe(0)
  })

  it('doubles its bound with every attempt, from the first on', () => {
    expect([0, 1, 2].map((attempt) => fullJitterMs(attempt, options, highest))).toEqual([999, 1_999, 3_999])
  })

  it('never passes the cap', () => {
    expect(fullJitterMs(60, options, highest)).toBeLessThan(options.capMs)
  })
})
