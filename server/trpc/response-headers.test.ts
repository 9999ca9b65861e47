import { describe, expect, it } from 'vitest'
import type { LimitDecision } from '../contracts/limits.ts'
import { limitHeaders, retryHeaders } from './response-headers.ts'

const decision = (overrides: Partial<LimitDecision>): LimitDecision => ({
  name: 'products',
  isAllowed: true,
  limit: 100,
  remaining: 40,
  windowMs: 60_000,
  resetMs: 30_200,
  retryAfterMs: 0,
  ...overrides,
})

describe('limitHeaders', () => {
  it('speaks the X-RateLimit and the IETF fields', () => {
    expect(limitHeaders([decision({})], 1_000_000)).toEqual({
      'X-RateLimit-Limit': '100',
      'X-RateLimit-Remaining': '40',
      'X-RateLimit-Reset': '1031',
      'RateLimit-Policy': '"products";q=100;w=60',
      RateLimit: '"products";r=40;t=31',
    })
  })

  it('speaks of the tightest of several, and of a refusal before all', () => {
    const headers = limitHeaders([decision({}), decision({ name: 'chat', limit: 20, remaining: 3 })], 0)
    expect(headers['RateLimit-Policy']).toBe('"chat";q=20;w=60')
    const refused = decision({ isAllowed: false, remaining: 5, retryAfterMs: 1_001, resetMs: 9_000 })
    expect(limitHeaders([decision({ remaining: 0 }), refused], 0).RateLimit).toBe('"products";r=5;t=2')
  })

  it('is silent where nothing was counted', () => {
    expect(limitHeaders([], 0)).toEqual({})
  })
})

describe('retryHeaders', () => {
  it('rounds up, and never says zero', () => {
    expect(retryHeaders({ retryAfterMs: 1_001 })).toEqual({ 'Retry-After': '2' })
    expect(retryHeaders({ retryAfterMs: 0 })).toEqual({ 'Retry-After': '1' })
    expect(retryHeaders({})).toEqual({})
  })
})
