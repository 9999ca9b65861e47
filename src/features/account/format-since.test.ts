import { expect, test } from 'vitest'
import { formatSince } from './format-since.ts'

const now = Date.parse('2026-11-23T12:00:00Z')
const ago = (ms: number) => formatSince(new Date(now - ms), now, 'pt-BR')

test('what was used is told in the largest unit that fits', () => {
  expect(ago(3 * 60_000 + 59_000)).toBe('há 3 minutos')
  expect(ago(2 * 3_600_000)).toBe('há 2 horas')
  expect(ago(86_400_000)).toBe('ontem')
})

test('a clock that is behind makes nothing come from the future', () => {
  expect(ago(-5_000)).toBe(ago(0))
  expect(ago(0)).toBe('agora')
})
