import { expect, test } from 'vitest'
import { splitText } from './split-text.ts'

test('a text that fits stays whole', () => {
  expect(splitText('Bom dia')).toEqual(['Bom dia'])
  expect(splitText('a'.repeat(4_000))).toEqual(['a'.repeat(4_000)])
})

test('the longest text of WhatsApp becomes two messages, and no word is lost or cut', () => {
  const text = 'palavra '.repeat(512).trim()
  const parts = splitText(text)
  expect(parts).toHaveLength(2)
  expect(parts.join(' ')).toBe(text)
  for (const part of parts) expect(part.length).toBeLessThanOrEqual(4_000)
})

test('without blanks the cut stands between characters', () => {
  expect(splitText('😀'.repeat(5), 5)).toEqual(['😀😀', '😀😀', '😀'])
  expect(splitText('abcdefgh', 3)).toEqual(['abc', 'def', 'gh'])
})
