import type { PracticeArea } from '../../contracts/catalogue.ts'
import { defaultLocale, type Locale } from '../../contracts/locales.ts'

interface View {
  readonly locale: Locale
  readonly area?: PracticeArea | undefined
}

/** The cache id of a list: `all` for the whole list in the firm's language, so that its key is the owner's `products:all`. */
export const viewId = ({ locale, area }: View): string =>
  locale === defaultLocale && area === undefined ? 'all' : `${locale}.${area ?? 'all'}`
