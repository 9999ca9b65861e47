import { Secret } from 'otpauth'
import { expect, it } from 'vitest'
import { createTotpSecret, isTotpCode, totpStepOf, totpUri } from './totp-code.ts'

/** RFC 6238, appendix B: the last six digits of its SHA-1 rows. */
const rfcSecret = Secret.fromUTF8('12345678901234567890').base32

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('knows the code of second %i', (second, code) => {
  expect(totpStepOf(rfcSecret, code, second * 1_000)).toBe(Math.floor(second / 30))
})

it('knows the code of the half minutes beside it, and no further', () => {
  const at = 1_111_111_109_000
  const step = Math.floor(at / 30_000)
  expect(totpStepOf(rfcSecret, '081804', at + 30_000)).toBe(step)
  expect(totpStepOf(rfcSecret, '081804', at - 30_000)).toBe(step)
  expect(totpStepOf(rfcSecret, '081804', at + 60_000)).toBeUndefined()
  expect(totpStepOf(rfcSecret, '081804', at - 60_000)).toBeUndefined()
})

it('makes secrets of 160 bits and an address that says whose they are', () => {
  const secret = createTotpSecret()
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  const uri = totpUri({ secret, issuer: 'Garcez Palha', label: 'helena@garcezpalha.example' })
  expect(uri).toContain(`secret=${secret}`)
  expect(uri).toMatch(/^otpauth:\/\/totp\/Garcez%20Palha:helena%40garcezpalha.example\?issuer=Garcez%20Palha&/)
})

it.each(['12345', '1234567', '12345a', ' 123456', '١٢٣٤٥٦', ''])('%j is no code', (typed) => {
  expect(isTotpCode(typed)).toBe(false)
})
