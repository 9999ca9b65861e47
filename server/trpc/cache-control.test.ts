import { describe, expect, it } from 'vitest'
import { cacheControl } from './cache-control.ts'

const age = (ttlMs: number, staleMs = 60_000) => ({ ttlMs, staleMs })

describe('Cache-Control of an answer', () => {
  it('lets caches in front keep it, and has browsers ask each time', () => {
    expect(cacheControl([age(10_000)], 1)).toBe('public, max-age=0, s-maxage=10, stale-while-revalidate=60')
  })

  it('is that of the shortest of several', () => {
    expect(cacheControl([age(10_000, 5_000), age(3_999)], 2)).toBe(
      'public, max-age=0, s-maxage=3, stale-while-revalidate=5',
    )
  })

  it('forbids keeping where one call of several is not for everybody', () => {
    expect(cacheControl([age(10_000)], 2)).toBe('no-store')
  })

  it('forbids keeping where nothing is for everybody, or not for a second', () => {
    expect(cacheControl([], 0)).toBe('no-store')
    expect(cacheControl([], 1)).toBe('no-store')
    expect(cacheControl([age(10_000), age(999)], 2)).toBe('no-store')
  })
})
