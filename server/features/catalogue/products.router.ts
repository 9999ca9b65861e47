import { z } from 'zod'
import { findProductBySlug, listProducts } from '#db/queries/catalogue.ts'
import { cacheTags } from '../../contracts/caches.ts'
import { practiceArea, product, productSummary } from '../../contracts/catalogue.ts'
import { slug, uuid } from '../../contracts/ids.ts'
import { defaultLocale, locale } from '../../contracts/locales.ts'
import { AppError } from '../../errors.ts'
import { router } from '../../trpc/init.ts'
import { cached } from '../../trpc/middleware/cached.ts'
import { adminProcedure, publicProcedure } from '../../trpc/procedures.ts'
import { productChanges, updateProduct } from './update-product.ts'
import { viewId } from './view-id.ts'

export const listProductsInput = z.object({ locale: locale.default(defaultLocale), area: practiceArea.optional() })
export const findProductInput = z.object({ slug, locale: locale.default(defaultLocale) })

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
    .use(
      cached('product', {
        scope: 'public',
        schema: product,
        id: (input: z.output<typeof findProductInput>) => `${input.locale}.${input.slug}`,
        tags: (found) => (found ? productTags(found.id, found.agents) : [cacheTags.products()]),
      }),
    )
    .query(async ({ ctx, input }) => {
      const found = await findProductBySlug(ctx.services.db, input)
      if (!found) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such service.' })
      return found
    }),

  update: adminProcedure({ limit: 'default', audit: 'product.update' })
    .input(z.object({ id: uuid, changes: productChanges }))
    .output(z.object({ id: uuid, slug }))
    .mutation(({ ctx, input }) => updateProduct(ctx, input)),
})

const productTags = (id: string, agents: readonly { id: string }[]) => [
  cacheTags.product(id),
  ...agents.map((agent) => cacheTags.agent(agent.id)),
]
