import { z } from 'zod'
import { defaultLocale, type Locale } from '#server/contracts/locales.ts'

/** The row's own columns hold the default locale; other locales lie over them, text by text, where they have one. */
export function translate<T extends object>(row: T & { translations: unknown }, locale: Locale): T {
  if (locale === defaultLocale) return row
  const parsed = translationsShape.safeParse(row.translations)
  return { ...row, ...(parsed.success ? parsed.data[locale] : undefined) }
}

const translationsShape = z.record(z.string(), z.record(z.string(), z.unknown()))
