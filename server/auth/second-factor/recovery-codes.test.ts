import { expect, it } from 'vitest'
import { createRecoveryCodes, hashRecoveryCode, parseRecoveryCode } from './recovery-codes.ts'

it('are ten, all different', () => {
  expect(new Set(createRecoveryCodes()).size).toBe(10)
})

it('are read however they are typed', () => {
  for (const code of createRecoveryCodes()) {
    const bare = code.replaceAll('-', '')
    expect(code).toMatch(/^(\w{4}-){3}\w{4}$/)
    expect(parseRecoveryCode(` ${code.toLowerCase()} `)).toBe(bare)
    expect(parseRecoveryCode(bare.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(bare)
    expect(hashRecoveryCode('secret', 'helena', code)).toBe(hashRecoveryCode('secret', 'helena', bare))
  }
})

it.each(['', '123456', 'ABCD-EFGH', 'U'.repeat(16), '7'.repeat(17), '٣'.repeat(16)])('%j is none', (typed) => {
  expect(parseRecoveryCode(typed)).toBeUndefined()
})

it('hash to something else for another person and another secret', () => {
  const hashes = [
    ['a', 'helena'],
    ['a', 'rodrigo'],
    ['b', 'helena'],
  ].map(([secret = '', user = '']) => hashRecoveryCode(secret, user, 'AAAA-AAAA-AAAA-AAAA'))
  expect(new Set(hashes).size).toBe(3)
})
