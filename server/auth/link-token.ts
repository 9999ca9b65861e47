import { createHash, createHmac } from 'node:crypto'

/**
 * The token of a mailed link, 256 bits: derived from its request's id, so that it is stored nowhere and a repeated job
 * mails the same link.
 */
export const deriveLinkToken = (secret: string, requestId: string): string =>
  createHmac('sha256', secret).update(`sign-in-link:${requestId}`).digest('base64url')

/** What the database knows of a token; as NextAuth hashes one whose provider has an empty secret. */
export const hashLinkToken = (token: string): string => createHash('sha256').update(token).digest('hex')
