import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createThrottle } from './create-throttle.ts'

describe('createThrottle', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('runs the first ask at once', () => {
    const run = vi.fn()
    createThrottle(run, 1_000).ask()
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('joins everything asked within the interval into one run at its end', () => {
    const run = vi.fn()
    const throttle = createThrottle(run, 1_000)
    for (let count = 0; count < 50; count += 1) throttle.ask()
    vi.advanceTimersByTime(1_000)
    expect(run).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(5_000)
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('runs nothing after it was stopped', () => {
    const run = vi.fn()
    const throttle = createThrottle(run, 1_000)
    throttle.ask()
    throttle.ask()
    throttle.stop()
    vi.advanceTimersByTime(5_000)
    expect(run).toHaveBeenCalledTimes(1)
  })
})
