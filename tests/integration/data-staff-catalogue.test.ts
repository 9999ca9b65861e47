import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { createAgent, findAgent, listAgents, updateAgent } from '#db/queries/agents.ts'
import {
  createProduct,
  findProductBySlug,
  findProductSlug,
  listProducts,
  updateProduct,
} from '#db/queries/catalogue.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, openBothWays, ways } from '#tests/support/both-ways.ts'
import { newAgentFields, newProductFields } from '#tests/support/change-feed.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const audit = { action: 'product.create', actorId: null, ip: '203.0.113.7' }

describe.each(ways)('staff edits, %s', (way) => {
  let db: Db
  let agentIds: string[]
  beforeEach(async () => {
    db = both.db[way]
    agentIds = (await listAgents(both.db.rest, { locale: 'pt-BR' })).map(({ id }) => id)
  })

  const readAudit = (subjectId: string) =>
    both.sql`select action, details from public.audit_log where subject_id = ${subjectId} order by id`

  test('a new service has every field in both languages, its agents, and the last place', async () => {
    const id = newId()
    const product = newProductFields({
      includes: ['Primeira consulta'],
      documents: ['RG', 'CPF'],
      questions: [{ question: 'Quanto dura?', answer: 'Depende.' }],
      durationText: 'Um mês',
      priceFromCents: 120_000,
      agentIds: agentIds.slice(0, 2),
      translations: { en: { name: 'A new service', durationText: 'One month' } },
    })
    expect(await createProduct(db, { id, product, audit })).toMatchObject({ status: 'stored', id, slug: product.slug })
    const found = await findProductBySlug(both.db.rest, { slug: product.slug, locale: 'pt-BR' })
    const { agentIds: _, translations: __, isActive: ___, ...shown } = product
    expect(found).toMatchObject({ id, ...shown })
    expect(new Set(found?.agents.map((agent) => agent.id))).toEqual(new Set(agentIds.slice(0, 2)))
    const english = await findProductBySlug(both.db.rest, { slug: product.slug, locale: 'en' })
    expect(english).toMatchObject({ name: 'A new service', durationText: 'One month', summary: product.summary })
    expect((await listProducts(both.db.rest, { locale: 'pt-BR' })).at(-1)?.id).toBe(id)
    expect(await readAudit(id)).toMatchObject([{ action: 'product.create' }])
  })

  test('a slug that is taken, or an agent that is unknown, is named, and nothing is stored', async () => {
    const product = newProductFields()
    await createProduct(db, { id: newId(), product, audit: null })
    const second = newId()
    expect(await createProduct(db, { id: second, product, audit })).toEqual({ status: 'taken', field: 'slug' })
    const unknown = newProductFields({ agentIds: [newId()] })
    expect(await createProduct(db, { id: second, product: unknown, audit })).toEqual({
      status: 'unknown',
      field: 'agentIds',
    })
    expect(await findProductSlug(both.db.rest, second)).toBeNull()
    expect(await readAudit(second)).toHaveLength(0)
    const third = newId()
    await createProduct(db, { id: third, product: newProductFields(), audit: null })
    expect(await updateProduct(db, { id: third, changes: { slug: product.slug }, audit })).toEqual({
      status: 'taken',
      field: 'slug',
    })
    expect(await readAudit(third)).toHaveLength(0)
  })

  test('an update changes what is given, text by text in each language, and replaces the agents', async () => {
    const id = newId()
    const product = newProductFields({
      agentIds: agentIds.slice(0, 2),
      translations: { en: { name: 'Old name', summary: 'An old summary' } },
    })
    await createProduct(db, { id, product, audit: null })
    const slug = `outro-${product.slug}`
    const changes = {
      slug,
      area: 'consumidor' as const,
      documents: ['Contrato'],
      agentIds: agentIds.slice(1, 3),
      translations: { en: { name: 'New name' } },
    }
    expect(await updateProduct(db, { id, changes, audit })).toMatchObject({ status: 'stored', id, slug })
    expect(await findProductBySlug(both.db.rest, { slug, locale: 'en' })).toMatchObject({
      area: 'consumidor',
      name: 'New name',
      summary: 'An old summary',
      description: product.description,
      documents: ['Contrato'],
    })
    const found = await findProductBySlug(both.db.rest, { slug, locale: 'pt-BR' })
    expect(found).toMatchObject({ name: product.name })
    expect(new Set(found?.linkedAgentIds)).toEqual(new Set(agentIds.slice(1, 3)))
    expect((await readAudit(id)).at(-1)?.details).toEqual({
      fields: ['agentIds', 'area', 'documents', 'slug', 'translations'],
    })
    await updateProduct(db, { id, changes: { translations: { en: null } }, audit: null })
    expect(await findProductBySlug(both.db.rest, { slug, locale: 'en' })).toMatchObject({ name: product.name })
  })

  test('an agent is created, changed and archived, with account and services', async () => {
    const id = newId()
    const [first, second] = (await listProducts(both.db.rest, { locale: 'pt-BR' })).map((product) => product.id)
    const [taken] = await both.sql`select profile_id as id from public.agents where profile_id is not null limit 1`
    const agent = newAgentFields({ productIds: [first ?? ''], translations: { en: { title: 'Attorney' } } })
    expect(await createAgent(db, { id, agent: { ...agent, profileId: taken?.id }, audit })).toEqual({
      status: 'taken',
      field: 'profileId',
    })
    expect(await createAgent(db, { id, agent: { ...agent, profileId: newId() }, audit })).toEqual({
      status: 'unknown',
      field: 'profileId',
    })
    expect(await createAgent(db, { id, agent, audit })).toMatchObject({ status: 'stored', id })
    expect(await findAgent(both.db.rest, { id, locale: 'en' })).toMatchObject({ title: 'Attorney', bio: agent.bio })
    const changes = { name: 'Outro Nome', productIds: [second ?? ''] }
    await updateAgent(db, { id, changes, audit })
    expect(await findAgent(both.db.rest, { id, locale: 'pt-BR' })).toMatchObject({
      name: 'Outro Nome',
      linkedProductIds: [second],
    })
    expect(await updateAgent(db, { id, changes: { productIds: [newId()] }, audit })).toEqual({
      status: 'unknown',
      field: 'productIds',
    })
    await updateAgent(db, { id, changes: { isActive: false }, audit: { ...audit, action: 'agent.archive' } })
    expect(await findAgent(both.db.rest, { id, locale: 'pt-BR' })).toBeNull()
    expect(await updateAgent(db, { id: newId(), changes, audit })).toBeNull()
    expect((await readAudit(id)).map(({ action }) => action)).toEqual([
      'product.create',
      'product.create',
      'agent.archive',
    ])
  })

  test('an edit under way of an agent holds up no edit of a service that names them: the two cannot deadlock', async () => {
    const [agentId] = agentIds
    const product = newProductFields()
    const id = newId()
    await createProduct(db, { id, product, audit: null })
    const changed = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const agentEdit = both.sql.begin(async (tx) => {
      await tx`select public.update_agent(${agentId ?? ''}::text::uuid, '{"title": "Sócia"}'::jsonb)`
      changed.resolve()
      await release.promise
    })
    await changed.promise
    try {
      const outcome = await updateProduct(db, { id, changes: { agentIds: [agentId ?? ''] }, audit: null })
      expect(outcome).toMatchObject({ status: 'stored' })
    } finally {
      release.resolve()
      await agentEdit
    }
  })
})
