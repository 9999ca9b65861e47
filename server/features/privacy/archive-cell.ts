import { consentDay } from '../../contracts/consent.ts'
import type { Locale } from '../../contracts/locales.ts'
import { archiveTexts } from './archive-texts.ts'
import { archiveValues } from './archive-values.ts'

type Row = Readonly<Record<string, unknown>>

/** What a cell says to people: moments, amounts, yes and no, and words for codes. Not yet safe for HTML. */
export function cellText(row: Row, column: string, locale: Locale): string {
  const value = row[column]
  const t = archiveTexts[locale]
  if (value === null || value === undefined) return '—'
  if (typeof value === 'boolean') return value ? t.yes : t.no
  if (column === 'amountCents') return amountText(row, locale)
  if (typeof value !== 'string') return JSON.stringify(value)
  if (column === 'textVersion') return consentDay(value, locale)
  return isMoment(column) ? formatTime(value, locale) : (archiveValues[locale][column]?.[value] ?? value)
}

/** "23/11/2026 09:05", by the clock of São Paulo. */
export function formatTime(iso: string, locale: Locale): string {
  const moment = new Date(iso)
  const timeZone = 'America/Sao_Paulo'
  const format = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })
  return `${dayOf(moment, locale, timeZone)} ${format.format(moment)}`
}

function dayOf(moment: Date, locale: Locale, timeZone: string): string {
  const month = locale === 'pt-BR' ? '2-digit' : 'long'
  return new Intl.DateTimeFormat(locale, { day: '2-digit', month, year: 'numeric', timeZone }).format(moment)
}

const isMoment = (column: string): boolean => column.endsWith('At') || column === 'at' || column === 'since'

function amountText({ amountCents, currency }: Row, locale: Locale): string {
  if (typeof currency !== 'string') return String(amountCents)
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(amountCents) / 100)
}
