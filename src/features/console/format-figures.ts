import type { AlertContract } from '#server/contracts/alerts.ts'
import type { Locale } from '#server/contracts/locales.ts'

export const formatCount = (count: number, locale: Locale): string => new Intl.NumberFormat(locale).format(count)

/** "97,4%"; never "100%" of what has a miss in it. */
export function formatRate(rate: number, locale: Locale): string {
  const shown = rate < 1 ? Math.min(rate, 0.999) : rate
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(shown)
}

/** "0,8 ms", "12 ms", "3,4 s", "25 min", "23 h". What is less than one of `smallest` is a fraction of it. */
export function formatDuration(ms: number, locale: Locale, smallest: 'millisecond' | 'second' = 'millisecond'): string {
  const [unitMs, unit] = units.find(([size, name]) => ms >= size || name === smallest) ?? lastUnit
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

/** "23 de nov., 07:41:09": to the second, by the clock of whoever reads. */
export const formatMoment = (iso: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).format(new Date(iso))

/** What an alert measures, in its unit: "87,5%", "1.204", "2 min". */
export function formatReading(value: number, unit: AlertContract['unit'], locale: Locale): string {
  if (unit === 'share') return formatRate(value, locale)
  return unit === 'count' ? formatCount(value, locale) : formatDuration(Math.round(value) * 1_000, locale, 'second')
}
