import { isIPv4, isIPv6 } from 'node:net'

export interface AddressedRequest {
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly socket: { readonly remoteAddress?: string | undefined }
}

/**
 * The address a limit counts: `trustedProxies` steps back from the socket along X-Forwarded-For, never further,
 * since everything before is the client's own claim. IPv6 is cut to its /64, the smallest block one client owns.
 * Answers `unknown` where not even the socket has an address (a Unix socket).
 */
export function clientAddress(request: AddressedRequest, trustedProxies: number): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',')
  const hops = forwarded.trim() === '' ? [] : forwarded.split(',')
  const chain = [...hops, request.socket.remoteAddress ?? '']
  // From the furthest hop we may believe towards us: an entry that is no address ("unknown", "_hidden", garbage) is
  // counted as whoever wrote it. Entries are never skipped, for that would move us into the client's claims.
  const believed = chain.slice(-1 - trustedProxies).map(parseHop)
  return believed.find((address) => address !== undefined) ?? 'unknown'
}

/** "203.0.113.7", "203.0.113.7:4711", "2001:db8::1", "[2001:db8::1]:443", in quotes or not; undefined for anything else. */
function parseHop(text: string): string | undefined {
  const bare = text.trim().replace(/^"(.*)"$/, '$1')
  const address = bare.replace(/^\[([^\]]*)\](:\d{1,5})?$/, '$1').replace(/^([\d.]+):\d{1,5}$/, '$1')
  if (isIPv4(address)) return address
  return isIPv6(address) ? normaliseIPv6(address) : undefined
}

function normaliseIPv6(address: string): string {
  const groups = groupsOf(address)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped) return groups.slice(6).flatMap(bytesOf).join('.')
  const network = groups.slice(0, 4).map((group) => group.toString(16))
  return `${network.join(':')}::/64`
}

/** The eight groups of a valid address. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const before = parseGroups(head)
  const after = parseGroups(tail ?? '')
  const zeros = Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0)
  return tail === undefined ? before : [...before, ...zeros, ...after]
}

const parseGroups = (text: string): number[] => (text === '' ? [] : text.split(':').flatMap(parseGroup))

/** A group, or two where the address ends in dotted decimals. */
function parseGroup(group: string): number[] {
  if (!group.includes('.')) return [Number.parseInt(group, 16)]
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
  return [a * 256 + b, c * 256 + d]
}

const bytesOf = (group: number): number[] => [group >> 8, group & 0xff]
