import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createTimerWheel } from './timer-wheel.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A wheel of eight slots of 100 ms, and what it visited when. */
function wheelWithLog() {
  const startedAt = performance.now()
  const wheel = createTimerWheel({ tickMs: 100, slots: 8 })
  const visits: string[] = []
  const item = (name: string, ...delays: number[]) => ({
    visit(nowMs: number) {
      visits.push(`${name}@${Math.round(nowMs - startedAt)}`)
      return delays.shift()
    },
  })
  return { wheel, visits, item }
}

describe('the timer wheel', () => {
  it('visits each item at its time, again as often as it asks, and then forgets it', () => {
    const { wheel, visits, item } = wheelWithLog()
    wheel.add(item('once'), 250)
    wheel.add(item('thrice', 200, 300), 100)
    vi.advanceTimersByTime(2_000)
    expect(visits).toEqual(['thrice@100', 'once@300', 'thrice@300', 'thrice@600'])
    wheel.close()
  })

  it('comes early rather than never where the time is longer than a turn', () => {
    const { wheel, visits, item } = wheelWithLog()
    wheel.add(item('far', 5_000), 5_000)
    vi.advanceTimersByTime(1_500)
    expect(visits).toEqual(['far@700', 'far@1400'])
    wheel.close()
  })

  it('leaves out nothing after a pause, visits nothing twice, and lets what came in be read first', () => {
    let nowMs = 0
    const wheel = createTimerWheel({ tickMs: 100, slots: 8, clock: () => nowMs })
    const visited: string[] = []
    const item = (name: string) => ({
      visit() {
        visited.push(name)
        return undefined
      },
    })
    for (const [index, name] of ['a', 'b', 'c', 'd', 'e', 'f', 'g'].entries()) wheel.add(item(name), (index + 1) * 100)
    nowMs = 60_000
    vi.advanceTimersToNextTimer()
    expect(visited).toEqual([])
    vi.advanceTimersToNextTimer()
    expect(visited).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
    vi.advanceTimersToNextTimer()
    expect(visited).toHaveLength(7)
    wheel.close()
  })

  it('is one timer, however many items it has', () => {
    const { wheel, item } = wheelWithLog()
    for (let count = 0; count < 1_000; count += 1) wheel.add(item(String(count)), 500)
    expect(vi.getTimerCount()).toBe(1)
    wheel.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
