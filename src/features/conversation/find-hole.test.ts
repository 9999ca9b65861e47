import { describe, expect, it } from 'vitest'
import { contiguousSeq, findHole, hasEarlierEvents } from './find-hole.ts'
import { eventAt } from './test-events.ts'

const known = (seqs: number[], headSeq = seqs.at(-1) ?? 0) => ({ events: seqs.map((seq) => eventAt(seq)), headSeq })

describe('findHole', () => {
  it('finds none in what is complete up to the head', () => {
    expect(findHole(known([4, 5, 6]))).toBeUndefined()
    expect(findHole(known([]))).toBeUndefined()
  })

  it('finds the stretch between two events', () => {
    expect(findHole(known([1, 2, 5]))).toEqual({ afterSeq: 2, beforeSeq: 5 })
  })

  it('finds the earliest of several, since a stream resumes there', () => {
    expect(findHole(known([1, 3, 6]))).toEqual({ afterSeq: 1, beforeSeq: 3 })
  })

  it('finds what the head promises and nobody delivered', () => {
    expect(findHole(known([1, 2], 4))).toEqual({ afterSeq: 2, beforeSeq: 5 })
  })

  it('takes messages above the first loaded one as earlier history', () => {
    expect(findHole(known([40, 41]))).toBeUndefined()
    expect(hasEarlierEvents(known([40, 41]))).toBe(true)
    expect(hasEarlierEvents(known([1, 2]))).toBe(false)
  })
})

describe('contiguousSeq', () => {
  it('is the last event when nothing is missing, the one before the hole otherwise', () => {
    expect(contiguousSeq(known([3, 4]))).toBe(4)
    expect(contiguousSeq(known([3, 4, 7]))).toBe(4)
    expect(contiguousSeq(known([]))).toBe(0)
  })
})
