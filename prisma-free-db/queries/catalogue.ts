import { type PracticeArea, type ProductSummary, productSummary } from '#server/contracts/catalogue.ts'
import type { NewProduct, ProductChanges } from '#server/contracts/catalogue-edits.ts'
import { type ProductRecord, productRecord } from '#server/contracts/catalogue-records.ts'
import type { Locale } from '#server/contracts/locales.ts'
import type { Db } from '../client.ts'
import { unwrap } from '../rest.ts'
import { toAgentSummary } from './agents.ts'
import { type EditOutcome, given, parseOutcome } from './edit-outcome.ts'
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
): Promise<ProductRecord | null> {
  const row = unwrap(
    await db.rest.from('products').select(productColumns).eq('slug', slug).eq('is_active', true).maybeSingle(),
  )
  if (row === null) return null
  const agents = row.agents.filter((agent) => agent.is_active).sort((a, b) => a.position - b.position)
  const text = translate(row, locale)
  return productRecord.parse({
    ...text,
    durationText: text.duration_text,
    priceFromCents: text.price_from_cents,
    agents: agents.map((agent) => toAgentSummary(agent, locale)),
    linkedAgentIds: row.agents.map(({ id }) => id),
  })
}

const productColumns = `id, slug, area, name, summary, description, includes, documents, questions, duration_text,
  price_from_cents, translations, agents(id, slug, name, title, area, greeting, translations, position, is_active)`

/** Where the service is found now; null when there is none, archived ones included. */
export async function findProductSlug(db: Db, id: string): Promise<string | null> {
  const row = unwrap(await db.rest.from('products').select('slug').eq('id', id).maybeSingle())
  return row?.slug ?? null
}

/** Stores a service with its links and the audit in one transaction. */
export async function createProduct(db: Db, { id, product, audit }: CreateProduct): Promise<EditOutcome> {
  return parseOutcome(
    await db.call('create_product', { p_id: id, p_product: toJson(given(product)), p_audit: toJson(audit) }),
  )
}

interface CreateProduct {
  /** A new id. */
  readonly id: string
  readonly product: NewProduct
  readonly audit: AuditEntry | null
}

/** Changes what is given and writes the audit in the same transaction; null when there is no such service. */
export async function updateProduct(db: Db, { id, changes, audit }: UpdateProduct): Promise<EditOutcome | null> {
  const stored = await db.call('update_product', {
    p_id: id,
    p_changes: toJson(given(changes)),
    p_audit: toJson(audit),
  })
  return stored === null ? null : parseOutcome(stored)
}

interface UpdateProduct {
  readonly id: string
  readonly changes: ProductChanges
  readonly audit: AuditEntry | null
}
