import { z } from 'zod'
import { findProductBySlug, listProducts } from '#db/queries/catalogue.ts'
import { cacheTags } from '../../contracts/caches.ts'
import { practiceArea, product, productSummary } from '../../contracts/catalogue.ts'
import { newProduct, productChanges } from '../../contracts/catalogue-edits.ts'
import { slug, uuid } from '../../contracts/ids.ts'
import { defaultLocale, locale } from '../../contracts/locales.ts'
import { AppError } from '../../errors.ts'
import { router } from '../../trpc/init.ts'
import { cached } from '../../trpc/middleware/cached.ts'
import { adminProcedure, publicProcedure } from '../../trpc/procedures.ts'
import { createProduct } from './create-product.ts'
import { productPage } from './product-page.ts'
import { archiveProduct, updateProduct } from './update-product.ts'
import { viewId } from './view-id.ts'

export const listProductsInput = z.object({ locale: locale.default(defaultLocale), area: practiceArea.optional() })
export const findProductInput = z.object({ slug, locale: locale.default(defaultLocale) })
const edited = z.object({ id: uuid, slug })

export const productsRouter = router({
  list: publicProcedure({ limit: 'products' })
    .input(listProductsInput)
    .output(z.array(productSummary))
    .use(
      cached('products', {
        scope: 'public',
        schema: z.array(productSummary),
        id: viewId,
        tags: () => [cacheTags.products()],
      }),
    )
    .query(({ ctx, input }) => listProducts(ctx.services.db, input)),

  bySlug: publicProcedure({ limit: 'products' })
    .input(findProductInput)
    .output(product)
    .use(cached('product', { scope: 'public', ...productPage }))
    .query(async ({ ctx, input }) => {
      const found = await findProductBySlug(ctx.services.db, input)
      if (!found) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such service.' })
      return found
    }),

  create: adminProcedure({ limit: 'default', audit: 'product.create' })
    .input(newProduct)
    .output(edited)
    .mutation(({ ctx, input }) => createProduct(ctx, input)),

  update: adminProcedure({ limit: 'default', audit: 'product.update' })
    .input(z.object({ id: uuid, changes: productChanges }))
    .output(edited)
    .mutation(({ ctx, input }) => updateProduct(ctx, input)),

  archive: adminProcedure({ limit: 'default', audit: 'product.archive' })
    .input(z.object({ id: uuid }))
    .output(edited)
    .mutation(({ ctx, input }) => archiveProduct(ctx, input)),
})
