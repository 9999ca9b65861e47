import { createHash, randomBytes } from 'node:crypto'

/** What Redis knows of a token: enough to find the session, not enough to sign in. */
export interface TokenName {
  /** SHA-256 of the token. It suffices: a token has 256 random bits, so there is nothing to guess or to precompute. */
  readonly id: string
  /** The user's hash, which stands in the token so that session and index can be named, and share a slot, at once. */
  readonly owner: string
}

const ownerBytes = 15
const ownerLength = 20
const tokenLength = ownerLength + 43

/** Who sessions belong to, as a hash: the first 120 bits of the user id's SHA-256, base64url. */
export const ownerOf = (userId: string): string =>
  createHash('sha256').update(userId).digest().subarray(0, ownerBytes).toString('base64url')

/** The owner's hash and 256 random bits, base64url. */
export const createToken = (owner: string): string => owner + createRandomPart()

export const createRandomPart = (): string => randomBytes(32).toString('base64url')

/** Throws where the random part is no 256 bits: what is stored under such a token could never be read. */
export function tokenOf(owner: string, randomPart: string): string {
  const token = owner + randomPart
  if (!isToken(token)) throw new Error('a session token needs 43 random characters')
  return token
}

export const nameOf = (token: string): TokenName => ({
  id: createHash('sha256').update(token).digest('base64url'),
  owner: token.slice(0, ownerLength),
})

/** What is no token need not be looked for. */
export const isToken = (text: string): boolean => text.length === tokenLength && /^[\w-]+$/.test(text)
