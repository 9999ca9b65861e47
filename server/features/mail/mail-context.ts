import { defaultLocale, type Locale } from '#server/contracts/locales.ts'
import type { Env } from '#server/env.ts'
import type { Firm } from './mail.ts'

/** What a template needs to know about the installation. */
export interface MailContext {
  readonly publicUrl: string
  readonly firm: Firm
}

export const readMailContext = (env: Env): MailContext => ({
  publicUrl: env.PUBLIC_URL,
  firm: {
    name: env.FIRM_NAME,
    lines: [env.FIRM_REGISTRATION, env.FIRM_ADDRESS, env.FIRM_PHONE].flatMap((line) => line ?? []),
  },
})

/** A page of the site in a language: the default one has no prefix. */
export function linkTo(context: MailContext, locale: Locale, path: string): string {
  const prefix = locale === defaultLocale ? '' : `/${locale}`
  return `${context.publicUrl.replace(/\/$/, '')}${prefix}${path}`
}

/** Date and time of day as people in Brazil read the clock. */
export const formatMoment = (iso: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'America/Sao_Paulo' }).format(
    new Date(iso),
  )
