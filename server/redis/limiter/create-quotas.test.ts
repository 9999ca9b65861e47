import { describe, expect, it } from 'vitest'
import { type LimitPolicy, limits } from '../../contracts/limits.ts'
import { createKeys } from '../keys.ts'
import { createQuotas } from './create-quotas.ts'

const check = { name: 'default', subject: 'user-1', endpoint: 'a' } as const
const quotasOf = (policy: LimitPolicy) => createQuotas(createKeys(''), { ...limits, default: policy })

const strict: LimitPolicy = { algorithm: 'strict', limit: 5, windowMs: 1_000, whenUnavailable: 'local' }
const smooth: LimitPolicy = { algorithm: 'gcra', limit: 5, burst: 2, windowMs: 1_000, whenUnavailable: 'local' }

describe('a policy', () => {
  it.each([0, -1, 1.5, Number.NaN, 2 ** 24])('with the limit %s cannot be counted and says so', (limit) => {
    expect(() => quotasOf({ ...strict, limit }).callOf([check], 1)).toThrow('limit and burst')
  })

  it.each([0, -1, 0.5, Number.POSITIVE_INFINITY])('with the window %s cannot be counted and says so', (windowMs) => {
    expect(() => quotasOf({ ...strict, windowMs }).callOf([check], 1)).toThrow('windowMs')
  })

  it('with no burst cannot be counted and says so', () => {
    expect(() => quotasOf({ ...smooth, burst: 0 }).callOf([check], 1)).toThrow('limit and burst')
  })

  it('bounds the cost of a call by what it can ever grant', () => {
    expect(() => quotasOf(smooth).callOf([check], 3)).toThrow('from 1 to 2, not 3')
    expect(quotasOf(smooth).callOf([check], 2)?.cost).toBe(2)
  })

  it('is on one server of a Cluster for all endpoints of a subject', () => {
    const quotas = createQuotas(createKeys('p:', { isCluster: true }), limits)
    const call = quotas.callOf([check, { ...check, endpoint: 'b}{c' }], 1)
    const tags = call?.quotas.map(({ key }) => /\{([^}]*)\}/.exec(key)?.[1])
    expect(tags).toEqual(['user-1', 'user-1'])
  })
})
