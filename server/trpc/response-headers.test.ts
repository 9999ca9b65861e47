import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import type { LimitDecision } from '../contracts/limits.ts'
import { AppError } from '../errors.ts'
import type { SharedAge } from './cache-control.ts'
import { httpResponseMeta, limitHeaders, retryHeaders } from './response-headers.ts'

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

const chat = decision({ name: 'chat', limit: 20, remaining: 3 })

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

  it('speaks of the tightest of several and lists all', () => {
    expect(limitHeaders([decision({}), chat], 0)).toEqual({
      'X-RateLimit-Limit': '20',
      'X-RateLimit-Remaining': '3',
      'X-RateLimit-Reset': '31',
      'RateLimit-Policy': '"chat";q=20;w=60, "products";q=100;w=60',
      RateLimit: '"chat";r=3;t=31, "products";r=40;t=31',
    })
  })

  it('speaks of a refusal before all, of the longest before others', () => {
    const refused = decision({ isAllowed: false, remaining: 5, retryAfterMs: 1_001, resetMs: 9_000 })
    expect(limitHeaders([chat, refused], 0).RateLimit).toBe('"products";r=5;t=2, "chat";r=3;t=31')
    const longer = { ...chat, isAllowed: false, retryAfterMs: 30_000 }
    expect(limitHeaders([refused, longer], 0).RateLimit).toBe('"chat";r=3;t=30, "products";r=5;t=2')
  })

  it('lists a policy that a batch met several times once, as its last call left it', () => {
    const met = [41, 40, 39].map((remaining) => decision({ remaining }))
    expect(limitHeaders(met, 0).RateLimit).toBe('"products";r=39;t=31')
  })

  it('never says a window of no seconds', () => {
    expect(limitHeaders([decision({ windowMs: 250 })], 0)['RateLimit-Policy']).toBe('"products";q=100;w=1')
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

describe('the headers of a tRPC answer', () => {
  const waiting = (retryAfterMs: number) => {
    const cause = new AppError('TOO_MANY_REQUESTS', { publicMessage: 'Wait.', details: { retryAfterMs } })
    return new TRPCError({ code: 'TOO_MANY_REQUESTS', cause })
  }

  it('ask a batch to wait for its longest wait', () => {
    const errors = [waiting(3_000), waiting(40_000), waiting(5_000)]
    expect(httpResponseMeta({ errors }).headers).toEqual({ 'Cache-Control': 'no-store', 'Retry-After': '40' })
  })

  it('ask for no wait where none is due', () => {
    const errors = [new TRPCError({ code: 'NOT_FOUND' })]
    expect(httpResponseMeta({ errors }).headers).toEqual({ 'Cache-Control': 'no-store' })
  })
})

describe('the headers of a whole request', () => {
  const shared = { ttlMs: 10_000, staleMs: 60_000 }
  const context = (headerNotes: { readonly sharedAges: SharedAge[]; readonly hasAnnouncedCache?: boolean }) => ({
    headerNotes: { limitDecisions: [decision({})], hasAnnouncedCache: false, ...headerNotes },
    services: { clock: () => 0 },
  })
  const caching = (answered: Parameters<typeof httpResponseMeta>[0]) =>
    httpResponseMeta(answered).headers['Cache-Control']

  it('let others keep what every call of it allows', () => {
    const ctx = context({ sharedAges: [shared, shared] })
    expect(caching({ ctx, errors: [], paths: ['a', 'b'] })).toMatch(/^public/)
    expect(caching({ ctx, errors: [], paths: ['a', 'b', 'c'] })).toBe('no-store')
  })

  it('forbid it where a call failed after the cache had answered, and before the answers are known', () => {
    const ctx = context({ sharedAges: [shared] })
    expect(caching({ ctx, errors: [new TRPCError({ code: 'INTERNAL_SERVER_ERROR' })], paths: ['a'] })).toBe('no-store')
    expect(caching({ ctx, errors: [], paths: ['a'], eagerGeneration: true })).toBe('no-store')
  })

  it('forbid it where nothing is noted: over WebSocket, and without a context', () => {
    expect(caching({ ctx: { headerNotes: undefined, services: { clock: () => 0 } }, errors: [], paths: [] })).toBe(
      'no-store',
    )
    expect(caching({ errors: [], paths: ['a'] })).toBe('no-store')
  })

  it('tell no quota through a cache that would tell it to others', () => {
    const ctx = context({ sharedAges: [shared], hasAnnouncedCache: true })
    expect(Object.keys(httpResponseMeta({ ctx, errors: [], paths: ['a'] }).headers)).toEqual([
      'Cache-Control',
      'X-RateLimit-Limit',
      'RateLimit-Policy',
    ])
    expect(httpResponseMeta({ ctx, errors: [], paths: ['a', 'b'] }).headers).toHaveProperty('X-RateLimit-Remaining')
  })
})
