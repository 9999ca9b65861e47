import { expect, test } from 'vitest'
import { advance, type Place, start } from './place.ts'

const after = (...seqs: number[]): Place =>
  seqs.reduce((place, seq) => advance(place, { kind: 'event', cursor: `e1.a.${seq}`, seq }), start)

test('1, 2, 3 is a place without fault', () => {
  expect(after(1, 2, 3)).toEqual({ cursor: 'e1.a.3', seq: 3, skipped: 0, repeated: 0, resyncs: 0 })
})

test('what was left out and what came again are counted', () => {
  expect(after(1, 4)).toMatchObject({ seq: 4, skipped: 2 })
  expect(after(1, 2, 2)).toMatchObject({ seq: 2, repeated: 1 })
  expect(after(1, 3, 2)).toMatchObject({ seq: 3, skipped: 1, repeated: 1 })
})

test('a resync is a new beginning, not a hole', () => {
  const place = advance(after(1), { kind: 'resync', cursor: 'e1.b.700', seq: 700 })
  expect(place).toEqual({ cursor: 'e1.b.700', seq: 700, skipped: 0, repeated: 0, resyncs: 1 })
})
