import { expect, test } from 'vitest'
import { initialsOf } from './initials-of.ts'

test.each([
  ['Ana Lúcia de Souza', 'AS'],
  ['Dra. Helena Garcez', 'HG'],
  ['Élcio dos Santos', 'ÉS'],
  ['Visitante', 'V'],
  ['  ', ''],
])('the initials of "%s" are "%s"', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
