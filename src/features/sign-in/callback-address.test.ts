import { expect, test } from 'vitest'
import { readCallback, readLink } from './callback-address.ts'

const elsewhere = [
  ...['https://evil.example', '//evil.example', '/\\evil.example', '\\/evil.example', '/\t/evil.example', '/\n/evil'],
  ...['javascript:alert(1)', 'painel', '', `/${'a'.repeat(1_001)}`, '/a\u0000b', ' /painel'],
]

test.each(elsewhere)('%j is no page of ours', (asked) => {
  expect(readCallback(asked)).toBeUndefined()
})

test.each(['/painel/0199aaaa?lista=todas', '/console/staff', '/conta#seguranca'])('%s is a page of ours', (asked) => {
  expect(readCallback(asked)).toBe(asked)
})

test('several addresses are none', () => {
  expect(readCallback(['/conta', '/painel'])).toBeUndefined()
})

test('a link holds a token, and a page where one is named', () => {
  const token = 'x'.repeat(43)
  expect(readLink(`#token=${token}`)).toEqual({ token, callback: undefined })
  expect(readLink(`#token=${token}&callbackUrl=%2Fconta`)).toEqual({ token, callback: '/conta' })
  expect(readLink(`#token=${token}&callbackUrl=https%3A%2F%2Fevil.example`)?.callback).toBeUndefined()
})

test.each(['', '#', '#token=', '#token=a b', `#token=${'x'.repeat(201)}`, '#other=1'])('%j is no link', (hash) => {
  expect(readLink(hash)).toBeUndefined()
})
