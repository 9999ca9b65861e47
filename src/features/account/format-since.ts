import type { Locale } from '#server/contracts/locales.ts'

/** "23 de nov. de 2026, 07:41", by the clock of whoever reads. */
export const formatDay = (date: Date, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date)

const units = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const

/** "há 3 minutos", "ontem"; what is less than a minute ago is now. */
export function formatSince(date: Date, now: number, locale: Locale): string {
  const ms = Math.max(0, now - date.getTime())
  // 0 of a smaller unit: "agora".
  const [unitMs, unit] = units.find(([size]) => ms >= size) ?? [60_000, 'second']
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-Math.floor(ms / unitMs), unit)
}
