import { describe, expect, it } from 'vitest'
import { askToMoveInSlices } from './drain.ts'

describe('askToMoveInSlices', () => {
  it('tells a part at a time, and in the end everyone once', async () => {
    const told: number[] = []
    const guests = Array.from({ length: 100 }, (_, index) => ({ askToMove: () => void told.push(index) }))
    const done = askToMoveInSlices(guests, { slicesMs: 20, sliceEveryMs: 1 })
    expect(told).toHaveLength(5)
    await done
    expect(told).toEqual(guests.map((_, index) => index))
  })

  it('has nothing to do where nobody is', async () => {
    await askToMoveInSlices([], { slicesMs: 20, sliceEveryMs: 1 })
  })
})
