import { useRouter } from 'next/router'
import { defaultLocale, type Locale, locale } from '#server/contracts/locales.ts'

/** The texts of one feature: Portuguese is the original, English must have the same keys. */
export interface Texts<T> {
  readonly 'pt-BR': T
  readonly en: T
}

/** Declares a feature's texts; a key that one language lacks is a type error. */
export const defineTexts = <T>(portuguese: T, english: NoInfer<T>): Texts<T> => ({ 'pt-BR': portuguese, en: english })

/** The texts of the page's language. */
export const useText = <T>(texts: Texts<T>): T => texts[useLocale()]

export function useLocale(): Locale {
  const parsed = locale.safeParse(useRouter().locale)
  return parsed.success ? parsed.data : defaultLocale
}
