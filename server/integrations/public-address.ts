import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * Whether an IP address is one of the public internet, by IANA's registries of special-purpose addresses (RFC 6890):
 * not this machine, a private or link-local network, a cloud's metadata service, documentation, multicast, or IPv6 that
 * carries an IPv4 address inside (it could carry a private one).
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4')
  const bare = address.split('%')[0] ?? ''
  return isIPv6(bare) && global.check(bare, 'ipv6') && !special.check(bare, 'ipv6')
}

const specialIPv4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const

/** Inside 2000::/3, the only block that is given out. */
const specialIPv6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const special = new BlockList()
for (const [network, prefix] of specialIPv4) special.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of specialIPv6) special.addSubnet(network, prefix, 'ipv6')

const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
