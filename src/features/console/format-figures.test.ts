import { describe, expect, it } from 'vitest'
import { formatBytes, formatCount, formatDuration, formatRate } from './format-figures.ts'

/** Intl parts figures from units with no-break spaces. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('figures of the console', () => {
  it('are written as the language does', () => {
    expect(formatCount(12_345, 'pt-BR')).toBe('12.345')
    expect(formatCount(12_345, 'en')).toBe('12,345')
    expect(plain(formatRate(0.974, 'pt-BR'))).toBe('97,4%')
  })

  it('never call a rate with a miss in it whole', () => {
    expect(formatRate(0.99999, 'en')).toBe('99.9%')
    expect(formatRate(1, 'en')).toBe('100%')
    expect(formatRate(0, 'en')).toBe('0%')
  })

  it('choose the unit of a time', () => {
    const shown = [0.84, 12.3, 999.4, 3_400, 25 * 60_000, 23 * 3_600_000].map((ms) =>
      plain(formatDuration(ms, 'pt-BR')),
    )
    expect(shown).toEqual(['0,8 ms', '12 ms', '999 ms', '3,4 s', '25 min', '23 h'])
  })

  it('choose the unit of a size', () => {
    expect(plain(formatBytes(842, 'en'))).toBe('842 byte')
    expect(plain(formatBytes(12_400, 'pt-BR'))).toBe('12,4 kB')
  })
})
