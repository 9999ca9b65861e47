import { defaultLocale, type Locale } from '#server/contracts/locales.ts'
import type { MailSetting } from './mail.ts'

/** A page of the site in the mail's language: the default one has no prefix. */
export function linkTo({ publicUrl, locale }: Pick<MailSetting, 'publicUrl' | 'locale'>, path: string): string {
  const prefix = locale === defaultLocale ? '' : `/${locale}`
  return `${publicUrl.replace(/\/$/, '')}${prefix}${path}`
}

const clock = {
  'pt-BR': (text: string) => `${text} (horário de Brasília)`,
  en: (text: string) => `${text} (Brasília time)`,
}

/** Date and time of day as people in Brazil read the clock. */
export const formatMoment = (iso: string, locale: Locale): string =>
  clock[locale](
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'America/Sao_Paulo' }).format(
      new Date(iso),
    ),
  )

/** "R$ 1.250,00", whose space does not break. */
export const formatMoney = (cents: number, currency: string, locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cents / 100)

export const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? name
