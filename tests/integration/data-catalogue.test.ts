import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#db/client.ts'
import { findAgent, listAgents } from '#db/queries/agents.ts'
import { findProductBySlug, listProducts, updateProduct } from '#db/queries/catalogue.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { practiceAreas } from '#server/contracts/catalogue.ts'
import { newId } from '#server/contracts/ids.ts'
import { locales } from '#server/contracts/locales.ts'
import { type BothWays, openBothWays, ways } from '#tests/support/both-ways.ts'

let both: BothWays
let db: Db
beforeAll(async () => {
  both = await openBothWays()
  db = both.db.rest
})
afterAll(async () => both[Symbol.asyncDispose]())

test.each(locales)(
  'the seeded catalogue is whole in %s: at least 12 services, each with all its texts',
  async (locale) => {
    const products = await listProducts(db, { locale })
    expect(products.length).toBeGreaterThanOrEqual(12)
    expect(new Set(products.map(({ area }) => area))).toEqual(new Set(practiceAreas))
    for (const { slug } of products) {
      const product = await findProductBySlug(db, { slug, locale })
      expect(product?.description.split('\n\n').length, slug).toBeGreaterThanOrEqual(2)
      expect(product?.questions, slug).toHaveLength(3)
      for (const list of [product?.includes, product?.documents, product?.agents]) expect(list, slug).not.toEqual([])
      expect(product?.durationText, slug).not.toBe('')
    }
  },
)

test('no text of a service is left untranslated', async () => {
  const [portuguese, english] = await Promise.all(locales.map((locale) => listProducts(db, { locale })))
  expect(english?.map(({ slug }) => slug)).toEqual(portuguese?.map(({ slug }) => slug))
  for (const [index, product] of (portuguese ?? []).entries()) {
    expect(english?.[index]?.name, product.slug).not.toBe(product.name)
    expect(english?.[index]?.summary, product.slug).not.toBe(product.summary)
  }
})

test('a practice area lists its own services only', async () => {
  const products = await listProducts(db, { locale: 'pt-BR', area: 'familia' })
  expect(products.map(({ slug }) => slug)).toEqual([
    'divorcio-consensual',
    'pensao-alimenticia',
    'inventario-e-partilha',
  ])
})

test('an unknown service and an unknown agent are null', async () => {
  expect(await findProductBySlug(db, { slug: 'nao-existe', locale: 'pt-BR' })).toBeNull()
  expect(await findAgent(db, { id: newId(), locale: 'pt-BR' })).toBeNull()
})

test('six agents greet in both languages and lead to their services', async () => {
  const agents = await listAgents(db, { locale: 'pt-BR' })
  expect(agents).toHaveLength(6)
  for (const { id, greeting } of agents) {
    const agent = await findAgent(db, { id, locale: 'en' })
    expect(agent?.greeting).not.toBe(greeting)
    expect(agent?.services.length).toBeGreaterThan(0)
  }
  const family = await listAgents(db, { locale: 'pt-BR', area: 'familia' })
  expect(family.map(({ name }) => name)).toEqual(['Helena Garcez Palha'])
})

test('an agent who was switched off is in no list and on no service', async () => {
  const [agent] = await listAgents(db, { locale: 'pt-BR', area: 'trabalhista' })
  await both.sql`update public.agents set is_active = false where id = ${agent?.id ?? ''}`
  expect(await findAgent(db, { id: agent?.id ?? '', locale: 'pt-BR' })).toBeNull()
  expect(await listAgents(db, { locale: 'pt-BR', area: 'trabalhista' })).toEqual([])
  const product = await findProductBySlug(db, { slug: 'horas-extras-e-jornada', locale: 'pt-BR' })
  expect(product?.agents).toEqual([])
})

test('the seeded staff are one admin, three lawyers and two attendants', async () => {
  const roles = (await listStaff(db)).map(({ role }) => role).sort()
  expect(roles).toEqual(['admin', 'attendant', 'attendant', 'lawyer', 'lawyer', 'lawyer'])
})

describe.each(ways)('update of a service, %s', (way) => {
  const slug = 'adequacao-lgpd'
  let id = ''
  const audit = { action: 'product.update', actorId: null, ip: '2001:db8::1' }
  const read = () => findProductBySlug(both.db.rest, { slug, locale: 'pt-BR' })

  beforeEach(async () => {
    await both.sql`update public.products set is_active = true where slug = ${slug}`
    id = (await read())?.id ?? ''
  })

  test('changes what is given and nothing else, and writes the audit', async () => {
    const before = await read()
    const name = `Privacidade, ${way}`
    const outcome = await updateProduct(both.db[way], { id, changes: { name, priceFromCents: 990_000 }, audit })
    expect(outcome).toMatchObject({ status: 'stored', id, slug })
    expect(await read()).toEqual({ ...before, name, priceFromCents: 990_000 })
    const [entry] = await both.sql`
      select action, ip, details from public.audit_log where subject_id = ${id} order by id desc limit 1`
    expect(entry).toEqual({
      action: 'product.update',
      ip: '2001:db8::1',
      details: { fields: ['name', 'priceFromCents'] },
    })
  })

  test('a price can be taken away', async () => {
    await updateProduct(both.db[way], { id, changes: { priceFromCents: null }, audit })
    expect((await read())?.priceFromCents).toBeNull()
  })

  test('a service that is switched off is no longer shown', async () => {
    await updateProduct(both.db[way], { id, changes: { isActive: false }, audit })
    expect(await read()).toBeNull()
  })

  test('an unknown service is null and leaves no audit', async () => {
    const unknown = newId()
    expect(await updateProduct(both.db[way], { id: unknown, changes: { name: 'x' }, audit })).toBeNull()
    expect(await both.sql`select id from public.audit_log where subject_id = ${unknown}`).toHaveLength(0)
  })

  test('the time of the change is kept', async () => {
    await both.sql`update public.products set name = name where id = ${id}`
    const readTimes = () => both.sql`select updated_at::text as at from public.products where id = ${id}`
    const [before] = await readTimes()
    await updateProduct(both.db[way], { id, changes: { summary: 'Novo resumo' }, audit })
    const [after] = await readTimes()
    expect(after?.at > before?.at).toBe(true)
  })
})
