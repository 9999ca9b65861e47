import { type CacheTag, cacheTags } from '../../contracts/caches.ts'
import { type ProductRecord, productRecord } from '../../contracts/catalogue-records.ts'
import { defaultLocale, type Locale } from '../../contracts/locales.ts'

interface Address {
  readonly slug: string
  readonly locale: Locale
}

/** How the cache keeps a service's page; the query and the edits must agree on it. */
export const productPage = {
  schema: productRecord,
  id: ({ slug, locale }: Address): string => `${locale}.${slug}`,
  /** All that the page rests on; "no such page" rests on the list it would appear in. */
  tags: (found: ProductRecord | null): readonly CacheTag[] =>
    found ? [cacheTags.product(found.id), ...found.linkedAgentIds.map(cacheTags.agent)] : [cacheTags.products()],
}

/** One object for all: the cache knows a copy in its process by it. */
const schema = productRecord.nullable()

/** The page in the firm's language, for a write-through. */
export const productEntry = (slug: string) => ({
  cache: 'product' as const,
  id: productPage.id({ slug, locale: defaultLocale }),
  schema,
  tags: productPage.tags,
})
