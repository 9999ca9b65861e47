import { z } from 'zod'
import {
  type PracticeArea,
  type Product,
  type ProductSummary,
  product,
  productSummary,
} from '#server/contracts/catalogue.ts'
import type { Locale } from '#server/contracts/locales.ts'
import type { Db } from '../client.ts'
import { unwrap } from '../rest.ts'
import { toAgentSummary } from './agents.ts'
import { type AuditEntry, toJson } from './json.ts'
import { translate } from './translate.ts'

interface ListProducts {
  readonly locale: Locale
  readonly area?: PracticeArea | undefined
}

/** The active services in the firm's order. */
export async function listProducts(db: Db, { locale, area }: ListProducts): Promise<ProductSummary[]> {
  const active = db.rest.from('products').select('id, slug, area, name, summary, translations').eq('is_active', true)
  const wanted = area === undefined ? active : active.eq('area', area)
  const rows = unwrap(await wanted.order('position').order('name')) ?? []
  return rows.map((row) => productSummary.parse(translate(row, locale)))
}

/** An active service with the active agents who offer it. */
export async function findProductBySlug(
  db: Db,
  { slug, locale }: { slug: string; locale: Locale },
): Promise<Product | null> {
  const row = unwrap(
    await db.rest.from('products').select(productColumns).eq('slug', slug).eq('is_active', true).maybeSingle(),
  )
  if (row === null) return null
  const agents = row.agents.filter((agent) => agent.is_active).sort((a, b) => a.position - b.position)
  const text = translate(row, locale)
  return product.parse({
    ...text,
    durationText: text.duration_text,
    priceFromCents: text.price_from_cents,
    agents: agents.map((agent) => toAgentSummary(agent, locale)),
  })
}

const productColumns = `id, slug, area, name, summary, description, includes, documents, questions, duration_text,
  price_from_cents, translations, agents(id, slug, name, title, area, greeting, translations, position, is_active)`

interface UpdateProduct {
  readonly id: string
  readonly changes: {
    readonly name?: string | undefined
    readonly summary?: string | undefined
    readonly description?: string | undefined
    readonly priceFromCents?: number | null | undefined
    readonly isActive?: boolean | undefined
  }
  readonly audit: AuditEntry | null
}

/** Changes what is given and writes the audit in the same transaction; null when there is no such service. */
export async function updateProduct(db: Db, { id, changes, audit }: UpdateProduct): Promise<UpdatedProduct | null> {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const result = await db.call('update_product', { p_id: id, p_changes: toJson(given), p_audit: toJson(audit) })
  return updatedProduct.nullable().parse(result)
}

const updatedProduct = z.object({ id: z.string(), slug: z.string() })
export type UpdatedProduct = z.infer<typeof updatedProduct>
