import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether the token in a body is that of the cookie, and the cookie one of ours: `<token>|<SHA-256 of token and secret>`,
 * as NextAuth writes it. NextAuth itself asks for none where a link is used, and somebody else's link, posted from
 * another site, would sign the visitor in as somebody else.
 */
export function isCsrfTokenValid(cookie: string | undefined, token: string, secret: string): boolean {
  const [value = '', hash = ''] = (cookie ?? '').split('|')
  if (value === '') return false
  const expected = createHash('sha256').update(`${value}${secret}`).digest('hex')
  return isSame(hash, expected) && isSame(value, token)
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
