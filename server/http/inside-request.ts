import { BlockList, isIP } from 'node:net'
import type { AddressedRequest } from './client-address.ts'

const forwardingHeaders = ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'x-real-ip', 'via']

/**
 * Whether a request comes straight from this machine or a private network. Whatever came through a proxy did not: the
 * proxy stands inside, its client may be anyone.
 */
export function isInsideRequest({ headers, socket }: AddressedRequest): boolean {
  if (forwardingHeaders.some((name) => headers[name] !== undefined)) return false
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/i, '')
  const version = isIP(address)
  return version !== 0 && insideNetworks().check(address, version === 6 ? 'ipv6' : 'ipv4')
}

/** Loopback, and the private networks of RFC 1918, RFC 4193 and RFC 6598. */
function insideNetworks(): BlockList {
  const networks = new BlockList()
  networks.addSubnet('127.0.0.0', 8)
  networks.addSubnet('10.0.0.0', 8)
  networks.addSubnet('172.16.0.0', 12)
  networks.addSubnet('192.168.0.0', 16)
  networks.addSubnet('100.64.0.0', 10)
  networks.addAddress('::1', 'ipv6')
  networks.addSubnet('fc00::', 7, 'ipv6')
  return networks
}
