import { expect, test } from 'vitest'
import { parseReais } from './parse-reais.ts'

test.each([
  ['350', 35_000],
  ['350,5', 35_050],
  ['350.50', 35_050],
  ['1.250', 125_000],
  ['1,250', 125_000],
  ['1.250,50', 125_050],
  ['1,250.50', 125_050],
  ['R$ 1.250.000,00', 125_000_000],
  ['R$1 250', 125_000],
  ['0,99', 99],
])('"%s" is %d cents', (text, cents) => {
  expect(parseReais(text)).toBe(cents)
})

test.each([[''], ['abc'], ['-5'], ['1.2.3'], ['12,345,6'], ['1.25.000'], ['1,2500'], ['5,'], ['R$'], ['1e5']])(
  '"%s" is no amount',
  (text) => {
    expect(parseReais(text)).toBeUndefined()
  },
)
