import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

const request = (remoteAddress: string, forwarded?: string) => ({
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
  })

  it('takes the furthest known hop when the chain is shorter than the trusted proxies', () => {
    expect(clientAddress(request('10.0.0.1'), 2)).toBe('10.0.0.1')
  })

  it('counts an IPv6 client by its /64', () => {
    expect(clientAddress(request('2001:db8:0:7::1'), 0)).toBe('2001:db8:0:7::/64')
    expect(clientAddress(request('2001:0db8:0000:0007:aaaa:bbbb:cccc:dddd'), 0)).toBe('2001:db8:0:7::/64')
    expect(clientAddress(request('::1'), 0)).toBe('0:0:0:0::/64')
  })

  it('sees an IPv4 client behind an IPv6 socket as IPv4', () => {
    expect(clientAddress(request('::ffff:203.0.113.9'), 0)).toBe('203.0.113.9')
  })
})
