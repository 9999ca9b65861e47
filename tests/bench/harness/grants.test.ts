import { expect, test } from 'vitest'
import { mostGrantsInAnyWindow } from './grants.ts'

const at = (...moments: number[]) => moments.map((ms) => ({ sentMs: ms, answeredMs: ms + 1 }))

test('a window may begin at any grant', () => {
  expect(mostGrantsInAnyWindow(at(0, 900, 950, 1_050, 1_100), 1_000)).toBe(4)
})

test('calls a whole window apart never count together', () => {
  expect(mostGrantsInAnyWindow(at(0, 1_000, 2_000), 1_000)).toBe(1)
})

test('a grant that may have been decided outside the window is not held against the limiter', () => {
  const grants = [
    { sentMs: 0, answeredMs: 1 },
    { sentMs: 990, answeredMs: 1_010 },
  ]
  expect(mostGrantsInAnyWindow(grants, 1_000)).toBe(1)
})
