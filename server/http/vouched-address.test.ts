import { describe, expect, it } from 'vitest'
import { readVouched, vouchFor } from './vouched-address.ts'

const secret = 'a secret of our servers'
const nowMs = 1_800_000_000_000

describe('a vouched address', () => {
  it('is read by whoever has the secret', () => {
    expect(readVouched(vouchFor('2001:db8:0:7::/64', secret, nowMs), secret, nowMs + 30_000)).toBe('2001:db8:0:7::/64')
  })

  it('is not believed without the secret, changed, or after a minute', () => {
    const header = vouchFor('203.0.113.7', secret, nowMs)
    expect(readVouched(header, 'another secret', nowMs)).toBeUndefined()
    expect(readVouched(header.replace('203', '204'), secret, nowMs)).toBeUndefined()
    expect(readVouched(header.replace(String(nowMs), String(nowMs + 1)), secret, nowMs)).toBeUndefined()
    expect(readVouched(header, secret, nowMs + 60_001)).toBeUndefined()
    expect(readVouched(header, secret, nowMs - 60_001)).toBeUndefined()
  })

  it.each([undefined, '', ' ', '1.2.3.4', '1.2.3.4 0', 'a b c d', ['1.2.3.4 0 x'], '1.2.3.4 NaN x'])(
    'is not found in %j',
    (header) => {
      expect(readVouched(header, secret, nowMs)).toBeUndefined()
    },
  )
})
