import { describe, expect, it } from 'vitest'
import { formatClock, formatDay, formatRecent } from './format-time.ts'

/** Local times, so that the tests hold in any zone. */
const at = (month: number, day: number, hour = 12, minute = 0, year = 2026) =>
  new Date(year, month - 1, day, hour, minute)
const now = at(11, 20, 15, 30)

describe('formatDay', () => {
  it('says today and yesterday', () => {
    expect(formatDay(at(11, 20, 0, 1), now, 'pt-BR')).toBe('hoje')
    expect(formatDay(at(11, 19, 23, 59), now, 'pt-BR')).toBe('ontem')
    expect(formatDay(at(11, 19), now, 'en')).toBe('yesterday')
  })

  it('names the date otherwise, with the year when it is another', () => {
    expect(formatDay(at(11, 2), now, 'pt-BR')).toBe('segunda-feira, 2 de novembro')
    expect(formatDay(at(11, 2, 12, 0, 2025), now, 'pt-BR')).toContain('2025')
  })
})

describe('formatRecent', () => {
  it('counts minutes within the hour', () => {
    expect(formatRecent(at(11, 20, 15, 30), now, 'pt-BR')).toBe('agora')
    expect(formatRecent(at(11, 20, 15, 18), now, 'pt-BR')).toBe('há 12 min.')
  })

  it('takes a clock slightly ahead as now', () => {
    expect(formatRecent(at(11, 20, 15, 31), now, 'en')).toBe('now')
  })

  it('shows the hour of the same day, then the day, then the date', () => {
    expect(formatRecent(at(11, 20, 9, 5), now, 'pt-BR')).toBe('09:05')
    expect(formatRecent(at(11, 19, 9, 5), now, 'pt-BR')).toBe('ontem')
    expect(formatRecent(at(10, 2), now, 'pt-BR')).toBe('2 de out.')
    expect(formatRecent(at(10, 2, 12, 0, 2025), now, 'pt-BR')).toBe('02/10/2025')
  })
})

describe('formatClock', () => {
  it('uses two digits and 24 hours in both languages', () => {
    expect([formatClock(at(1, 1, 0, 5), 'pt-BR'), formatClock(at(1, 1, 14, 5), 'en')]).toEqual(['00:05', '14:05'])
  })
})
