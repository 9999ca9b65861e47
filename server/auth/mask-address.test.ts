import { expect, it } from 'vitest'
import { maskAddress } from './mask-address.ts'

it.each([
  ['helena@garcezpalha.example', 'he•••@garcezpalha.example'],
  ['ana@correio.example', 'a•••@correio.example'],
  ['a@correio.example', 'a•••@correio.example'],
  ['𝒜na.silva@correio.example', '𝒜n•••@correio.example'],
  ['"a@b"@correio.example', '"a•••@correio.example'],
])('%s is shown as %s', (email, masked) => {
  expect(maskAddress(email)).toBe(masked)
})
