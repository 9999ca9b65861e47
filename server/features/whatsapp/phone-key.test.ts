import { expect, test } from 'vitest'
import { formatPhone, phoneKeyOf } from './phone-key.ts'

test.each([
  ['553187654321', '5531987654321'],
  ['5531987654321', '5531987654321'],
  ['552198765432', '5521998765432'],
  ['556192345678', '5561992345678'],
  ['559966543210', '5599966543210'],
])('a Brazilian mobile number has its ninth digit: %s', (waId, key) => {
  expect(phoneKeyOf(waId)).toBe(key)
})

test.each([
  ['a landline', '552133334444'],
  ['a landline that begins with 5', '551155556666'],
  ['a mobile number with nine digits', '5511987654321'],
  ['Portugal', '351912345678'],
  ['the United States', '14155552671'],
  ['an area code that does not exist', '550187654321'],
  ['too short', '5531876'],
  ['too long', '55319876543210'],
])('%s stays as it is', (_what, waId) => {
  expect(phoneKeyOf(waId)).toBe(waId)
})

test('applying it twice changes nothing more', () => {
  for (const waId of ['553187654321', '552133334444', '14155552671']) {
    expect(phoneKeyOf(phoneKeyOf(waId))).toBe(phoneKeyOf(waId))
  }
})

test('a number reads as people write it', () => {
  expect(formatPhone('553187654321')).toBe('+55 31 98765-4321')
  expect(formatPhone('552133334444')).toBe('+55 21 3333-4444')
  expect(formatPhone('351912345678')).toBe('+351912345678')
})
