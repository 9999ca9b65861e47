import type { Locale } from '#server/contracts/locales.ts'

const minuteMs = 60_000

/** "14:32" in the reader's own time zone. */
export const formatClock = (time: Date, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time)

/** "hoje", "ontem", or the date, with its year when that is another one. */
export function formatDay(day: Date, now: Date, locale: Locale): string {
  const daysAgo = daysBetween(day, now)
  if (daysAgo === 0 || daysAgo === 1) {
    return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-daysAgo, 'day')
  }
  const isThisYear = day.getFullYear() === now.getFullYear()
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(day)
}

/** Short enough for a list: "agora", "há 5 min.", "14:32", "ontem", "12 de nov.", "12/11/2025". */
export function formatRecent(time: Date, now: Date, locale: Locale): string {
  const minutesAgo = Math.floor((now.getTime() - time.getTime()) / minuteMs)
  if (minutesAgo < 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second')
  if (minutesAgo < 60) {
    return new Intl.RelativeTimeFormat(locale, { style: 'short' }).format(-minutesAgo, 'minute')
  }
  const daysAgo = daysBetween(time, now)
  if (daysAgo === 0) return formatClock(time, locale)
  if (daysAgo === 1) return formatDay(time, now, locale)
  if (time.getFullYear() === now.getFullYear()) {
    return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(time)
  }
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short' }).format(time)
}

export const isSameDay = (a: Date, b: Date): boolean => daysBetween(a, b) === 0

/** Calendar days in the reader's time zone: 23:59 and 00:01 are a day apart; rounding absorbs clock changes. */
function daysBetween(from: Date, to: Date): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / (24 * 60 * minuteMs))
}

const startOfDay = (time: Date): number => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime()
