import { describe, expect, it } from 'vitest'
import { isInsideRequest } from './inside-request.ts'

const from = (remoteAddress: string | undefined, headers = {}) => ({ headers, socket: { remoteAddress } })

describe('isInsideRequest', () => {
  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3', '172.20.0.5', '192.168.1.9', '100.64.0.1', 'fd00::7'])(
    'believes %s',
    (address) => {
      expect(isInsideRequest(from(address))).toBe(true)
    },
  )

  it.each(['203.0.113.7', '172.32.0.1', '::ffff:203.0.113.7', '2001:db8::1', '', 'unknown', undefined])(
    'does not believe %s',
    (address) => {
      expect(isInsideRequest(from(address))).toBe(false)
    },
  )

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
    'believes nobody who came through a proxy (%s)',
    (name) => {
      expect(isInsideRequest(from('127.0.0.1', { [name]: '127.0.0.1' }))).toBe(false)
    },
  )
})
