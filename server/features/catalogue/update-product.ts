import { findProductBySlug, findProductSlug, updateProduct as storeProduct } from '#db/queries/catalogue.ts'
import type { ProductChanges } from '../../contracts/catalogue-edits.ts'
import { tagsOf } from '../../contracts/domain-events.ts'
import { defaultLocale } from '../../contracts/locales.ts'
import { AppError } from '../../errors.ts'
import { editCatalogue, type StaffContext } from './edit-catalogue.ts'
import { productEntry } from './product-page.ts'

interface UpdateProduct {
  readonly id: string
  readonly changes: ProductChanges
}

/** Changes what is given of a service. CONFLICT names a slug that is taken; NOT_FOUND where there is no such service. */
export async function updateProduct(ctx: StaffContext, { id, changes }: UpdateProduct) {
  const stale = tagsOf('product.updated', { id, agentIds: changes.agentIds })
  return changeProduct(ctx, { id, changes, stale })
}

/** Takes a service out of the catalogue; its conversations keep naming it. */
export async function archiveProduct(ctx: StaffContext, { id }: { readonly id: string }) {
  const changes = { isActive: false }
  return changeProduct(ctx, { id, changes, stale: tagsOf('product.archived', { id }) })
}

interface ChangeProduct extends UpdateProduct {
  readonly stale: ReturnType<typeof tagsOf>
}

async function changeProduct(ctx: StaffContext, { id, changes, stale }: ChangeProduct) {
  const { db } = ctx.services
  const slug = changes.slug ?? (await findProductSlug(db, id))
  if (slug === null) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such service.' })
  return editCatalogue(ctx, {
    entry: productEntry(slug),
    stale,
    store: () => storeProduct(db, { id, changes, audit: ctx.audit }),
    // By the slug of the entry, whatever the row is called by now: an entry must hold what its own address shows.
    reload: () => findProductBySlug(db, { slug, locale: defaultLocale }),
  })
}
