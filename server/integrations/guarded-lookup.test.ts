import type { LookupFunction } from 'node:net'
import { expect, test } from 'vitest'
import { createGuardedLookup, ForbiddenAddressError } from './guarded-lookup.ts'

const resolvesTo = (...addresses: readonly string[]) =>
  createGuardedLookup(async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))

const ask = (lookup: LookupFunction, all: boolean) =>
  new Promise((resolve, reject) => {
    lookup('sistema.example', { all }, (error, address, family) =>
      error ? reject(error) : resolve(all ? address : { address, family }),
    )
  })

test('of several addresses only the public ones are handed out', async () => {
  const lookup = resolvesTo('127.0.0.1', '10.0.0.1', '8.8.8.8', '::1', '2606:4700::1')
  expect(await ask(lookup, true)).toEqual([
    { address: '8.8.8.8', family: 4 },
    { address: '2606:4700::1', family: 6 },
  ])
  expect(await ask(lookup, false)).toEqual({ address: '8.8.8.8', family: 4 })
})

test('a name without a public address fails', async () => {
  await expect(ask(resolvesTo('127.0.0.1', '169.254.169.254'), true)).rejects.toBeInstanceOf(ForbiddenAddressError)
  await expect(ask(resolvesTo(), false)).rejects.toBeInstanceOf(ForbiddenAddressError)
})

test('a name server that fails is passed on', async () => {
  const lookup = createGuardedLookup(() => Promise.reject(new Error('ENOTFOUND')))
  await expect(ask(lookup, true)).rejects.toThrow('ENOTFOUND')
})
