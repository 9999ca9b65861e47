import { lookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from './public-address.ts'

export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError'
}

interface FoundAddress {
  readonly address: string
  readonly family: number
}

export type FindAddresses = (hostname: string) => Promise<readonly FoundAddress[]>

const findAll: FindAddresses = (hostname) => lookup(hostname, { all: true })

/**
 * A connection's own lookup, which hands out public addresses only. What is checked is what is connected to: a name
 * that was looked up before, and was public then, may be given another address in between (DNS rebinding).
 * Fails with ForbiddenAddressError when a name has no public address. IP literals are not looked up by anyone.
 */
export const createGuardedLookup =
  (find: FindAddresses = findAll): LookupFunction =>
  (hostname, options, callback) => {
    find(hostname).then(
      (found) => {
        const addresses = found.filter(({ address }) => isPublicAddress(address))
        const [first] = addresses
        if (!first) callback(new ForbiddenAddressError('no public address'), [])
        else if (options.all) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    )
  }
