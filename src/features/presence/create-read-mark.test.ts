import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createReadMark } from './create-read-mark.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function createMark(answers: readonly ('stored' | 'passing' | 'refused')[] = []) {
  const sent: number[] = []
  const waiting = [...answers]
  const mark = createReadMark({
    send: async (seq) => {
      sent.push(seq)
      const answer = waiting.shift() ?? 'stored'
      if (answer !== 'stored') throw answer
    },
    isWorthRepeating: (error) => error === 'passing',
  })
  return { mark, sent }
}

describe('a read mark', () => {
  it('is told at once, and what follows quickly as one', async () => {
    const { mark, sent } = createMark()
    for (const seq of [3, 4, 5]) mark.reach(seq)
    expect(sent).toEqual([3])
    await vi.advanceTimersByTimeAsync(1_500)
    expect(sent).toEqual([3, 5])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual([3, 5])
  })

  it('never goes back', async () => {
    const { mark, sent } = createMark()
    mark.reach(5)
    await vi.advanceTimersByTimeAsync(2_000)
    mark.reach(4)
    expect(sent).toEqual([5])
  })

  it('is told again when it failed in passing, and given up when it was refused', async () => {
    const { mark, sent } = createMark(['passing', 'refused'])
    mark.reach(2)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual([2, 2])
  })

  it('is told when the reader leaves, without the rest', async () => {
    const { mark, sent } = createMark()
    mark.reach(2)
    await vi.advanceTimersByTimeAsync(100)
    mark.reach(3)
    mark.finish()
    expect(sent).toEqual([2, 3])
  })
})
