import type { Locale } from '#server/contracts/locales.ts'

export const formatCount = (count: number, locale: Locale): string => new Intl.NumberFormat(locale).format(count)

/** "97,4%"; never "100%" of what has a miss in it. */
export function formatRate(rate: number, locale: Locale): string {
  const shown = rate < 1 ? Math.min(rate, 0.999) : rate
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(shown)
}

/** "0,8 ms", "12 ms", "3,4 s", "25 min", "23 h". */
export function formatDuration(ms: number, locale: Locale): string {
  const [unitMs, unit] = units.find(([size]) => ms >= size) ?? lastUnit
  const value = ms / unitMs
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)
}

const lastUnit = [1, 'millisecond'] as const

const units = [[3_600_000, 'hour'], [60_000, 'minute'], [1_000, 'second'], lastUnit] as const

/** "842 byte", "12,4 kB". */
export function formatBytes(bytes: number, locale: Locale): string {
  const isSmall = bytes < 1_000
  return new Intl.NumberFormat(locale, {
    ...{ style: 'unit', unitDisplay: 'short', maximumFractionDigits: isSmall ? 0 : 1 },
    unit: isSmall ? 'byte' : 'kilobyte',
  }).format(isSmall ? bytes : bytes / 1_000)
}
