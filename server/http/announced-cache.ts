import type { AddressedRequest } from './client-address.ts'

/**
 * Whether the request came through something that may store answers for others and says so: `Via` (RFC 9110 demands
 * it of gateways), `CDN-Loop` (RFC 8586), Vercel's edge.
 */
export const hasAnnouncedCache = ({ headers }: AddressedRequest): boolean =>
  ['via', 'cdn-loop', 'x-vercel-id'].some((name) => headers[name] !== undefined)
