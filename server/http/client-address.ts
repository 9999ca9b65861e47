import { isIPv6 } from 'node:net'

export interface AddressedRequest {
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/**
 * The address a limit counts: `trustedProxies` steps back from the socket along X-Forwarded-For, never further,
 * since everything before is the client's own claim. IPv6 is cut to its /64, the smallest block one client owns.
 */
export function clientAddress(request: AddressedRequest, trustedProxies: number): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',')
  const hops = forwarded.split(',').map((hop) => hop.trim())
  const chain = [...hops.filter(Boolean), request.socket.remoteAddress ?? 'unknown']
  return normalise(chain[Math.max(0, chain.length - 1 - trustedProxies)] ?? 'unknown')
}

function normalise(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIPv6(bare) ? `${firstHalf(bare)}::/64` : bare
}

function firstHalf(address: string): string {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
