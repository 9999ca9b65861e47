import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { consentDay, consentTexts, consentVersion, givenConsent } from './consent.ts'

/** Who agreed to a version agreed to these words: another wording is another version, never an edit of this one. */
const hashes: Readonly<Record<keyof typeof consentTexts, string>> = {
  '2026-11-23': 'e66076df7f4e4e9a8a593a875cc48df51a2353e7f0eb1091a4b2504c8a3eb719',
}

it('keeps every wording as it was agreed to', () => {
  const now = Object.entries(consentTexts).map(([version, text]) => [version, hashOf(text)])
  expect(Object.fromEntries(now)).toEqual(hashes)
})

it('accepts an agreement to any version, of a page that was open for long, and to nothing else', () => {
  expect(givenConsent.safeParse({ textVersion: consentVersion }).success).toBe(true)
  expect(givenConsent.safeParse({ textVersion: '2020-01-01' }).success).toBe(false)
  expect(givenConsent.safeParse({}).success).toBe(false)
})

it('says a version as a day', () => {
  expect(consentDay('2026-11-23', 'pt-BR')).toBe('23/11/2026')
  expect(consentDay('2026-11-23', 'en')).toBe('November 23, 2026')
})

const hashOf = (text: unknown): string => createHash('sha256').update(JSON.stringify(text)).digest('hex')
