import { expect, it } from 'vitest'
import { seal, unseal } from './seal.ts'

const secret = 'a secret of the tests that is long enough'

it('opens what was sealed', () => {
  expect(unseal(secret, 'helena', seal(secret, 'helena', 'JBSWY3DPEHPK3PXP'))).toBe('JBSWY3DPEHPK3PXP')
})

it('seals the same text differently every time, and shows none of it', () => {
  const [first, second] = [seal(secret, 'helena', 'JBSWY3DPEHPK3PXP'), seal(secret, 'helena', 'JBSWY3DPEHPK3PXP')]
  expect(first).not.toBe(second)
  expect(first).not.toContain('JBSWY3DP')
})

it.each([
  ['another secret', (sealed: string) => unseal(`${secret}!`, 'helena', sealed)],
  ['another owner', (sealed: string) => unseal(secret, 'rodrigo', sealed)],
  ['a changed text', (sealed: string) => unseal(secret, 'helena', `${sealed.slice(0, -2)}AA`)],
  ['a shortened tag', (sealed: string) => unseal(secret, 'helena', sealed.replace(/\.[^.]{22}\./, '.AAAA.'))],
  ['nothing sealed', () => unseal(secret, 'helena', 'JBSWY3DPEHPK3PXP')],
])('throws for %s', (_, open) => {
  expect(() => open(seal(secret, 'helena', 'JBSWY3DPEHPK3PXP'))).toThrow()
})
