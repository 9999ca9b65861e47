import { expect, test } from 'vitest'
import { median, percentile, round } from './statistics.ts'

test('percentiles are values that were measured', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect([50, 99, 100].map((rank) => percentile(values, rank))).toEqual([50, 99, 100])
})

test('numbers are ordered as numbers', () => {
  expect(median([9, 10, 100])).toBe(10)
})

test('nothing measured is zero', () => {
  expect(percentile([], 99)).toBe(0)
})

test('figures keep three significant places', () => {
  expect([12_345.6, 0.001_234_5].map((value) => round(value))).toEqual([12_300, 0.001_23])
})
