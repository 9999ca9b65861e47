import { describe, expect, it } from 'vitest'
import type { LimitPolicy } from '../../contracts/limits.ts'
import { createLocalLimits } from './local-limits.ts'
import { type LimitCall, ruleOf } from './quota.ts'

const minuteMs = 60_000
const strict = (limit: number): LimitPolicy => ({
  algorithm: 'strict',
  limit,
  windowMs: minuteMs,
  whenUnavailable: 'local',
})
const smooth = (limit: number, burst: number): LimitPolicy => ({
  algorithm: 'gcra',
  limit,
  burst,
  windowMs: minuteMs,
  whenUnavailable: 'local',
})

const callOf = (policy: LimitPolicy, cost = 1): LimitCall => ({
  subject: 'user-1',
  quotas: [{ key: 'k', name: 'default', policy, rule: ruleOf(policy) }],
  cost,
})

/** Times (ms) of what one process grants. */
function driven(policy: LimitPolicy, timesMs: readonly number[]): number[] {
  let nowMs = 0
  const limits = createLocalLimits({ clock: () => nowMs, instances: () => 1 })
  return timesMs.filter((timeMs) => {
    nowMs = timeMs
    return limits.take(callOf(policy)).isAllowed
  })
}

const evenly = (limit: number, windows: number): number[] =>
  Array.from({ length: 2 * limit * windows }, (_, index) => (index * minuteMs) / (2 * limit))

const mostInAnyWindow = (times: readonly number[]): number =>
  Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + minuteMs).length))

describe('a strict limit at twice its number', () => {
  it.each([1, 5, 60, 100, 128])('of %d grants all that the limit allows', (limit) => {
    expect(driven(strict(limit), evenly(limit, 10))).toHaveLength(10 * limit)
  })

  it.each([129, 300, 1_000])('of %d grants at least 0.98 of it, though it keeps only 128 groups', (limit) => {
    const granted = driven(strict(limit), evenly(limit, 5))
    expect(granted.length / (5 * limit)).toBeGreaterThanOrEqual(0.98)
    expect(mostInAnyWindow(granted)).toBeLessThanOrEqual(limit)
  })
})

describe('a smooth limit at twice its number', () => {
  it.each([
    [60, 1],
    [60, 10],
    [100, 100],
  ])('of %d with a burst of %d grants its burst and its rate', (limit, burst) => {
    const granted = driven(smooth(limit, burst), evenly(limit, 10)).length
    expect(granted).toBeGreaterThanOrEqual(10 * limit * 0.98)
    expect(granted).toBeLessThanOrEqual(10 * limit + burst)
  })
})

describe('the share of a process', () => {
  it('never lets all processes together grant more than the limit, while it has a call for each', () => {
    for (const instances of [1, 2, 3, 7, 60]) {
      for (const policy of [strict(60), smooth(60, 60)]) {
        expect(ruleOf(policy, instances).capacity * instances).toBeLessThanOrEqual(60)
      }
      expect(ruleOf(smooth(60, 60), instances).spanUs).toBe(1_000_000 * instances)
    }
  })

  it('lets a call through that the limit allows and the share alone never could', () => {
    const limits = createLocalLimits({ clock: () => 0, instances: () => 10 })
    expect(limits.take(callOf(strict(60), 20)).isAllowed).toBe(true)
    expect(limits.take(callOf(strict(60))).isAllowed).toBe(false)
  })
})

describe('what a process keeps', () => {
  it('is bounded: the key unused for longest goes first', () => {
    const limits = createLocalLimits({ clock: () => 0, instances: () => 1 })
    const of = (key: string): LimitCall => {
      const policy = strict(1)
      return { subject: key, quotas: [{ key, name: 'default', policy, rule: ruleOf(policy) }], cost: 1 }
    }
    limits.take(of('first'))
    limits.take(of('second'))
    for (let index = 0; index < 9_999; index += 1) limits.take(of(`k${index}`))
    expect(limits.look(of('second')).isAllowed).toBe(false)
    expect(limits.look(of('first')).isAllowed).toBe(true)
  })
})
