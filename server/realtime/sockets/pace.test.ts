import { describe, expect, it } from 'vitest'
import { take } from './pace.ts'

const pace = { burst: 5, perSecond: 10 }

/** How many single takes succeed, asked at these moments. */
function grants(moments: readonly number[]): number {
  let paidAtMs = 0
  let granted = 0
  for (const nowMs of moments) {
    const next = take(pace, paidAtMs, { nowMs })
    if (next === undefined) continue
    paidAtMs = next
    granted += 1
  }
  return granted
}

const times = <T>(count: number, value: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => value(index))

describe('a pace', () => {
  it('grants its burst at once and no more', () => {
    expect(grants(times(20, () => 1_000))).toBe(5)
    expect(grants(times(20, () => 7_654_321.123_456))).toBe(5)
  })

  it('grants its rate for ever', () => {
    expect(grants(times(1_000, (index) => index * 100))).toBe(1_000)
    expect(grants(times(2_000, (index) => index * 50))).toBe(1_004)
  })

  it('grants the burst again after rest', () => {
    expect(grants([...times(10, () => 0), ...times(10, () => 500)])).toBe(10)
  })

  it('takes a whole cost or nothing', () => {
    expect(take(pace, 0, { nowMs: 0, cost: 6 })).toBeUndefined()
    const paidAtMs = take(pace, 0, { nowMs: 0, cost: 4 }) ?? 0
    expect(take(pace, paidAtMs, { nowMs: 0, cost: 2 })).toBeUndefined()
    expect(take(pace, paidAtMs, { nowMs: 0, cost: 1 })).toBeDefined()
  })
})
