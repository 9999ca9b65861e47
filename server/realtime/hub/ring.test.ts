import { describe, expect, it } from 'vitest'
import { encodeEvent } from './encode-event.ts'
import { createRing } from './ring.ts'

const event = (seq: number, json = '1234') => encodeEvent({ epoch: 'a1', seq }, json)
const numbersOf = (events: readonly { seq: number }[] | undefined) => events?.map(({ seq }) => seq)

function filled(from: number, through: number, bounds = { mostEvents: 4, mostBytes: 1_000 }) {
  const ring = createRing(bounds)
  for (let seq = from; seq <= through; seq += 1) ring.push(event(seq))
  return ring
}

describe('a ring', () => {
  it('keeps the newest events and hands out those after a number', () => {
    const ring = filled(1, 6)
    expect(ring.firstSeq).toBe(3)
    expect(numbersOf(ring.after(4))).toEqual([5, 6])
    expect(numbersOf(ring.after(2))).toEqual([3, 4, 5, 6])
    expect(numbersOf(ring.after(6))).toEqual([])
  })

  it('does not pretend to reach back further than it does', () => {
    expect(filled(1, 6).after(1)).toBeUndefined()
    expect(filled(1, 0).after(0)).toBeUndefined()
  })

  it('is bounded in bytes too, and stays contiguous where one event alone is too much', () => {
    const ring = filled(1, 6, { mostEvents: 100, mostBytes: 12 })
    expect([ring.length, ring.bytes, ring.firstSeq]).toEqual([3, 12, 4])
    ring.push(event(7, 'x'.repeat(13)))
    expect([ring.length, ring.bytes]).toEqual([0, 0])
    ring.push(event(8))
    expect(ring.after(6)).toBeUndefined()
    expect(numbersOf(ring.after(7))).toEqual([8])
  })

  it('takes older events in front, as many as there is room for', () => {
    const ring = filled(5, 6)
    ring.backfill([1, 2, 3, 4].map((seq) => event(seq)))
    expect(numbersOf(ring.after(2))).toEqual([3, 4, 5, 6])
    expect(ring.bytes).toBe(16)
    ring.clear()
    expect([ring.length, ring.bytes, ring.firstSeq]).toEqual([0, 0, undefined])
  })
})
