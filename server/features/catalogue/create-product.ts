import { findProductBySlug, createProduct as storeProduct } from '#db/queries/catalogue.ts'
import type { NewProduct } from '../../contracts/catalogue-edits.ts'
import { tagsOf } from '../../contracts/domain-events.ts'
import { newId } from '../../contracts/ids.ts'
import { defaultLocale } from '../../contracts/locales.ts'
import { editCatalogue, type StaffContext } from './edit-catalogue.ts'
import { productEntry } from './product-page.ts'

/** A new service, to be seen at once where "no such service" was remembered. CONFLICT names a slug that is taken. */
export function createProduct(ctx: StaffContext, product: NewProduct) {
  const { db } = ctx.services
  const id = newId()
  const { slug, agentIds } = product
  return editCatalogue(ctx, {
    entry: productEntry(slug),
    stale: tagsOf('product.created', { id, agentIds }),
    store: () => storeProduct(db, { id, product, audit: ctx.audit }),
    reload: () => findProductBySlug(db, { slug, locale: defaultLocale }),
  })
}
