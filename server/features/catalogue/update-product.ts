import { z } from 'zod'
import { updateProduct as storeProduct } from '#db/queries/catalogue.ts'
import { cacheTags } from '../../contracts/caches.ts'
import { AppError } from '../../errors.ts'
import type { Session } from '../../redis/sessions/create-session-store.ts'
import type { RequestContext } from '../../trpc/context.ts'

export const productChanges = z
  .object({
    name: z.string().trim().min(3).max(120),
    summary: z.string().trim().min(10).max(400),
    description: z.string().trim().min(10).max(8_000),
    priceFromCents: z.int().nonnegative().nullable(),
    isActive: z.boolean(),
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')

interface UpdateProduct {
  readonly id: string
  readonly changes: z.infer<typeof productChanges>
}

/** Writes the service and its audit row in one transaction, then voids every cached answer that shows it. */
export async function updateProduct(ctx: RequestContext & { viewer: Session }, { id, changes }: UpdateProduct) {
  const audit = { action: 'product.update', actorId: ctx.viewer.userId, ip: ctx.clientAddress }
  const stored = await storeProduct(ctx.services.db, { id, changes, audit })
  if (!stored) throw new AppError('NOT_FOUND', { publicMessage: 'There is no such service.' })
  await ctx.services.cache.invalidate([cacheTags.product(id), cacheTags.products()])
  return stored
}
