import { createHmac } from 'node:crypto'

/**
 * Shows that a consent came from an address without keeping the address. Keyed: the few addresses there are could be
 * tried one by one otherwise.
 */
export const hashAddress = (authSecret: string, address: string): string =>
  createHmac('sha256', authSecret).update(`consent-address:${address}`).digest('hex')
