import { consentTexts } from '../../contracts/consent.ts'
import { defaultLocale, locale } from '../../contracts/locales.ts'

type Row = Readonly<Record<string, unknown>>

/** A consent with the words that were shown; null where no such version is known here. */
export function withWords(consent: Row): Row & { readonly words: string | null } {
  const version = Object.entries(consentTexts).find(([name]) => name === consent.textVersion)
  const texts = version?.[1][locale.safeParse(consent.locale).data ?? defaultLocale]
  const words = consent.basis === 'notice' ? texts?.notice.replace('{url}', '/privacidade') : texts?.statement
  return { ...consent, words: words ?? null }
}
