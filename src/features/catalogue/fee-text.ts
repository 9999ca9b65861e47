import type { Locale } from '#server/contracts/locales.ts'
import { catalogueTexts } from './catalogue-texts.ts'

/** The fee in words ("A partir de R$ 3.500"); null cents mean that it is quoted after the first talk. */
export function feeText(priceFromCents: number | null, locale: Locale): string {
  const t = catalogueTexts[locale]
  return priceFromCents === null ? t.feeOnRequest : t.feeFrom(formatReais(priceFromCents, locale))
}

const formatReais = (cents: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'BRL',
    trailingZeroDisplay: 'stripIfInteger',
  }).format(cents / 100)
