import { createHmac, randomInt } from 'node:crypto'

/** What nobody takes for another letter when copying it from paper (Crockford's alphabet, without U). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const codeLength = 16
const codesPerPerson = 10

/** Ten codes of 80 random bits, as "7QXM-2B4K-…"; they are shown once. */
export const createRecoveryCodes = (): readonly string[] => Array.from({ length: codesPerPerson }, createCode)

function createCode(): string {
  const letters = Array.from({ length: codeLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
  return letters.replace(/.{4}(?=.)/g, '$&-')
}

/** The code that somebody typed, without what they put between its letters; undefined where it can be none. */
export function parseRecoveryCode(typed: string): string | undefined {
  const bare = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return bare.length === codeLength && [...bare].every((letter) => alphabet.includes(letter)) ? bare : undefined
}

/** What the database keeps: keyed, so that it says nothing to whoever has only the database. */
export function hashRecoveryCode(secret: string, userId: string, code: string): string {
  return createHmac('sha256', secret)
    .update(`recovery-code:${userId}:${code.replaceAll('-', '')}`)
    .digest('base64url')
}
