import { expect, test } from 'vitest'
import { feeText } from './fee-text.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

test('a stated fee is a starting point, without cents where they are zero', () => {
  expect(plain(feeText(120_000, 'pt-BR'))).toBe('A partir de R$ 1.200')
  expect(plain(feeText(120_000, 'en'))).toBe('From R$1,200')
})

test('a fee with cents keeps both digits', () => {
  expect(plain(feeText(120_050, 'pt-BR'))).toBe('A partir de R$ 1.200,50')
})

test('a fee of zero is stated, not taken for a missing one', () => {
  expect(feeText(0, 'en')).toBe('From R$0')
})

test('without a fee it is quoted on request', () => {
  expect(feeText(null, 'pt-BR')).toBe('Sob consulta')
  expect(feeText(null, 'en')).toBe('On request')
})
