import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

const request = (remoteAddress: string | undefined, forwarded?: string | string[]) => ({
  headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  socket: { remoteAddress },
})

describe('clientAddress', () => {
  it('ignores X-Forwarded-For when no proxy is trusted', () => {
    expect(clientAddress(request('203.0.113.9', '198.51.100.1'), 0)).toBe('203.0.113.9')
  })

  it('reads the hop that the last trusted proxy wrote, not what the client claims', () => {
    expect(clientAddress(request('10.0.0.1', '6.6.6.6, 198.51.100.1'), 1)).toBe('198.51.100.1')
    expect(clientAddress(request('10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2'), 2)).toBe('198.51.100.1')
    expect(clientAddress(request('10.0.0.1', ['6.6.6.6', '198.51.100.1, 10.0.0.2']), 2)).toBe('198.51.100.1')
  })

  it('takes the furthest known hop when the chain is shorter than the trusted proxies', () => {
    expect(clientAddress(request('10.0.0.1'), 2)).toBe('10.0.0.1')
    expect(clientAddress(request('10.0.0.1', ''), 2)).toBe('10.0.0.1')
    expect(clientAddress(request('10.0.0.1', '198.51.100.1'), 5)).toBe('198.51.100.1')
  })

  it('counts an IPv6 client by its /64', () => {
    expect(clientAddress(request('2001:db8:0:7::1'), 0)).toBe('2001:db8:0:7::/64')
    expect(clientAddress(request('2001:0db8:0000:0007:aaaa:bbbb:cccc:dddd'), 0)).toBe('2001:db8:0:7::/64')
    expect(clientAddress(request('2001:DB8::7:0:0:0:1'), 0)).toBe('2001:db8:0:7::/64')
    expect(clientAddress(request('::1'), 0)).toBe('0:0:0:0::/64')
    expect(clientAddress(request('fe80::1%eth0'), 0)).toBe('fe80:0:0:0::/64')
    expect(clientAddress(request('64:ff9b::198.51.100.1'), 0)).toBe('64:ff9b:0:0::/64')
  })

  it.each(['::ffff:203.0.113.9', '::FFFF:203.0.113.9', '::ffff:cb00:7109', '0:0:0:0:0:ffff:cb00:7109'])(
    'sees the IPv4 client behind the IPv6 socket %s as IPv4',
    (address) => {
      expect(clientAddress(request(address), 0)).toBe('203.0.113.9')
    },
  )

  it.each([
    ['198.51.100.1:4711', '198.51.100.1'],
    ['[2001:db8:0:7::1]', '2001:db8:0:7::/64'],
    ['[2001:db8:0:7::1]:443', '2001:db8:0:7::/64'],
    ['"[2001:db8:0:7::1]:443"', '2001:db8:0:7::/64'],
    ['"198.51.100.1"', '198.51.100.1'],
    [' 198.51.100.1 ', '198.51.100.1'],
  ])('reads the address in %s, as proxies write it', (written, address) => {
    expect(clientAddress(request('10.0.0.1', written), 1)).toBe(address)
  })

  it.each([
    'unknown',
    '_hidden',
    '',
    ' ',
    '999.1.1.1',
    '010.0.0.1',
    '1.2.3',
    '[2001:db8::1',
    'a'.repeat(5_000),
    '::g',
    '1.2.3.4:99999999',
  ])('counts the hop that wrote "%s" instead of an address', (written) => {
    expect(clientAddress(request('10.0.0.1', `6.6.6.6,${written}`), 1)).toBe('10.0.0.1')
    expect(clientAddress(request('10.0.0.1', `6.6.6.6,${written},198.51.100.9`), 2)).toBe('198.51.100.9')
  })

  it('is not moved by empty or broken entries that the client put in front', () => {
    expect(clientAddress(request('10.0.0.1', ',,, ,x,198.51.100.1'), 1)).toBe('198.51.100.1')
  })

  it('counts everyone together where no address is known', () => {
    expect(clientAddress(request(undefined), 0)).toBe('unknown')
    expect(clientAddress(request(undefined, '198.51.100.1'), 1)).toBe('198.51.100.1')
  })
})
