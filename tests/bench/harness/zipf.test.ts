import { expect, test } from 'vitest'
import { createRandom, createZipf } from './zipf.ts'

test('the first rank comes twice as often as the second, ten times as often as the tenth', () => {
  const draw = createZipf(100, createRandom(1))
  const counts = new Array<number>(100).fill(0)
  for (let turn = 0; turn < 200_000; turn += 1) {
    const rank = draw()
    counts[rank] = (counts[rank] ?? 0) + 1
  }
  const [first = 0, second = 0] = counts
  expect(first / second).toBeCloseTo(2, 0)
  expect(first / (counts[9] ?? 0)).toBeCloseTo(10, -0.5)
})

test('one seed gives one sequence', () => {
  const [left, right] = [createRandom(7), createRandom(7)]
  expect(Array.from({ length: 5 }, left)).toEqual(Array.from({ length: 5 }, right))
})
