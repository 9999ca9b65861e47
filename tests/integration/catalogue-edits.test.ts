import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import { newId } from '#server/contracts/ids.ts'
import { createFeedStack, type FeedStack, newAgentFields, newProductFields } from '#tests/support/change-feed.ts'

/** No feed runs here: every answer must be right at once by the edit's own doing. */
let stack: FeedStack
let cookie: string
let adminId: string
beforeAll(async () => {
  stack = await createFeedStack()
  adminId = (await listStaff(stack.services.db)).find(({ role }) => role === 'admin')?.id ?? ''
  cookie = await stack.signIn({ userId: adminId, role: 'admin' })
})
afterAll(() => stack[Symbol.asyncDispose]())

const visitor = () => stack.caller()
const admin = () => stack.caller({ cookie })
const loads = (cache: 'product' | 'agent') => stack.services.cache.stats().get(cache)?.loads ?? 0

/** Every cached answer about services that a visitor can get, read twice so that all of them are in the cache. */
async function warm(slug: string): Promise<void> {
  for (const _ of [1, 2]) await readAll(slug)
}

async function readAll(slug: string) {
  const pages = await Promise.allSettled([
    visitor().products.bySlug({ slug }),
    visitor().products.bySlug({ slug, locale: 'en' }),
  ])
  const lists = await Promise.all([
    visitor().products.list({}),
    visitor().products.list({ locale: 'en' }),
    visitor().products.list({ area: 'familia' }),
    visitor().products.list({ area: 'consumidor' }),
  ])
  const names = pages.map((page) => (page.status === 'fulfilled' ? page.value.name : null))
  return { names, listed: lists.map((list) => list.find((product) => product.slug === slug)?.name) }
}

async function givenProduct(fields: Parameters<typeof newProductFields>[0] = {}) {
  const product = newProductFields({ translations: { en: { name: 'In English' } }, ...fields })
  const { id } = await admin().products.create(product)
  return { ...product, id }
}

describe('a service', () => {
  test('that is created is at once where "no such service" was remembered, and in its lists', async () => {
    const product = newProductFields({ translations: { en: { name: 'In English' } } })
    await warm(product.slug)
    expect(await readAll(product.slug)).toEqual({
      names: [null, null],
      listed: [undefined, undefined, undefined, undefined],
    })
    const created = await admin().products.create(product)
    expect(created.slug).toBe(product.slug)
    expect(await readAll(product.slug)).toEqual({
      names: [product.name, 'In English'],
      listed: [product.name, 'In English', product.name, undefined],
    })
  })

  test('that is changed shows it at once in both languages, in its old and its new area', async () => {
    const { id, slug } = await givenProduct()
    await warm(slug)
    const changes = {
      name: 'Outro nome',
      area: 'consumidor' as const,
      questions: [{ question: 'Quanto dura?', answer: 'Um mês.' }],
      translations: { en: { name: 'Another name' } },
    }
    await admin().products.update({ id, changes })
    expect(await readAll(slug)).toEqual({
      names: ['Outro nome', 'Another name'],
      listed: ['Outro nome', 'Another name', undefined, 'Outro nome'],
    })
    expect(await visitor().products.bySlug({ slug, locale: 'en' })).toMatchObject({ questions: changes.questions })
  })

  test('is written through: the next visitor’s page needs no load', async () => {
    const { id, slug } = await givenProduct()
    await visitor().products.bySlug({ slug })
    await admin().products.update({ id, changes: { name: 'Já no cache' } })
    const before = loads('product')
    expect((await visitor().products.bySlug({ slug })).name).toBe('Já no cache')
    expect(loads('product')).toBe(before)
  })

  test('that moves to another address is gone from the old one and found at the new one, where it was remembered as missing', async () => {
    const { id, slug, name } = await givenProduct()
    const next = `novo-${slug}`
    await warm(slug)
    await warm(next)
    expect(await admin().products.update({ id, changes: { slug: next } })).toEqual({ id, slug: next })
    expect((await readAll(slug)).names).toEqual([null, null])
    expect((await readAll(next)).names).toEqual([name, 'In English'])
  })

  test('that is archived is gone at once, and back when it is activated', async () => {
    const { id, slug, name } = await givenProduct()
    await warm(slug)
    await admin().products.archive({ id })
    await warm(slug)
    expect(await readAll(slug)).toEqual({ names: [null, null], listed: [undefined, undefined, undefined, undefined] })
    await admin().products.update({ id, changes: { isActive: true } })
    expect((await readAll(slug)).names).toEqual([name, 'In English'])
  })

  test('is named anew on its agents’ pages, and comes to and leaves their pages at once', async () => {
    const [first, second] = await visitor().agents.list({})
    const ids = [first?.id ?? '', second?.id ?? '']
    const { id, slug } = await givenProduct({ agentIds: ids.slice(0, 1) })
    const onAgents = () =>
      Promise.all(
        ids.map(async (agentId) => {
          const { services } = await visitor().agents.byId({ id: agentId })
          return services.find((service) => service.slug === slug)?.name
        }),
      )
    expect(await onAgents()).toEqual(['Serviço novo', undefined])
    await admin().products.update({ id, changes: { name: 'Com outro nome' } })
    expect(await onAgents()).toEqual(['Com outro nome', undefined])
    await admin().products.update({ id, changes: { agentIds: ids.slice(1) } })
    expect(await onAgents()).toEqual([undefined, 'Com outro nome'])
    await admin().products.archive({ id })
    expect(await onAgents()).toEqual([undefined, undefined])
  })
})

describe('an agent', () => {
  const onService = async (slug: string, id: string) =>
    (await visitor().products.bySlug({ slug })).agents.find((agent) => agent.id === id)?.name
  const inList = async (id: string) => (await visitor().agents.list({})).find((agent) => agent.id === id)?.name

  test('who is created, renamed, moved and archived is so at once on lists and services', async () => {
    const product = await givenProduct()
    const other = await givenProduct()
    await warm(product.slug)
    await warm(other.slug)
    const { id } = await admin().agents.create(newAgentFields({ productIds: [product.id] }))
    expect([await inList(id), await onService(product.slug, id)]).toEqual(['Pessoa Nova', 'Pessoa Nova'])
    await admin().agents.update({ id, changes: { name: 'Outra Pessoa' } })
    expect([await inList(id), await onService(product.slug, id)]).toEqual(['Outra Pessoa', 'Outra Pessoa'])
    expect((await visitor().agents.byId({ id })).services.map(({ slug }) => slug)).toEqual([product.slug])
    await admin().agents.update({ id, changes: { productIds: [other.id] } })
    expect([await onService(product.slug, id), await onService(other.slug, id)]).toEqual([undefined, 'Outra Pessoa'])
    expect((await visitor().agents.byId({ id })).services.map(({ slug }) => slug)).toEqual([other.slug])
    await admin().agents.archive({ id })
    expect([await inList(id), await onService(other.slug, id)]).toEqual([undefined, undefined])
    await expect(visitor().agents.byId({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await admin().agents.update({ id, changes: { isActive: true } })
    expect([await inList(id), await onService(other.slug, id)]).toEqual(['Outra Pessoa', 'Outra Pessoa'])
  })
})

test('every edit is in the audit log, with who, from where, and which fields', async () => {
  const product = await givenProduct()
  await admin().products.update({ id: product.id, changes: { summary: 'Um novo resumo', position: 3 } })
  await admin().products.archive({ id: product.id })
  const agent = await admin().agents.create(newAgentFields())
  await admin().agents.update({ id: agent.id, changes: { title: 'Sócia' } })
  await admin().agents.archive({ id: agent.id })
  const audit = await stack.sql`
    select action, actor_id, ip is not null as has_ip, details from public.audit_log
    where subject_id in (${product.id}, ${agent.id}) order by id`
  const entry = (action: string, details: object) => ({ action, actor_id: adminId, has_ip: true, details })
  expect([...audit]).toEqual([
    entry('product.create', {}),
    entry('product.update', { fields: ['position', 'summary'] }),
    entry('product.archive', { fields: ['isActive'] }),
    entry('agent.create', {}),
    entry('agent.update', { fields: ['title'] }),
    entry('agent.archive', { fields: ['isActive'] }),
  ])
})

describe('an edit that cannot be', () => {
  test('is CONFLICT for a slug that is taken, BAD_REQUEST for a link into nowhere, naming the field', async () => {
    const { slug } = await givenProduct()
    const other = await givenProduct()
    const conflict = { code: 'CONFLICT', cause: { details: { fields: [{ path: 'slug', problem: 'is taken' }] } } }
    await expect(admin().products.create(newProductFields({ slug }))).rejects.toMatchObject(conflict)
    await expect(admin().products.update({ id: other.id, changes: { slug } })).rejects.toMatchObject(conflict)
    expect((await readAll(other.slug)).names[0]).toBe(other.name)
    const agent = newAgentFields()
    await admin().agents.create(agent)
    await expect(admin().agents.create(newAgentFields({ slug: agent.slug }))).rejects.toMatchObject(conflict)
    await expect(admin().products.create(newProductFields({ agentIds: [newId()] }))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { details: { fields: [expect.objectContaining({ path: 'agentIds' })] } },
    })
  })

  test('is NOT_FOUND for what does not exist', async () => {
    const [id, missing] = [newId(), { code: 'NOT_FOUND' }]
    await expect(admin().products.update({ id, changes: { name: 'Ninguém' } })).rejects.toMatchObject(missing)
    await expect(admin().products.update({ id, changes: { slug: 'ninguem' } })).rejects.toMatchObject(missing)
    await expect(admin().products.archive({ id })).rejects.toMatchObject(missing)
    await expect(admin().agents.update({ id, changes: { name: 'Ninguém' } })).rejects.toMatchObject(missing)
    await expect(admin().agents.archive({ id })).rejects.toMatchObject(missing)
  })

  test('is BAD_REQUEST where a field is wrong, unknown, or none is given', async () => {
    const { id } = await givenProduct()
    const bad = { code: 'BAD_REQUEST' }
    await expect(admin().products.update({ id, changes: {} })).rejects.toMatchObject(bad)
    await expect(admin().products.update({ id, changes: { slug: 'Com Espaço' } })).rejects.toMatchObject(bad)
    await expect(admin().products.update({ id, changes: { priceFromCents: -1 } })).rejects.toMatchObject(bad)
    const unknown = { name: 'Um nome', createdAt: '2020-01-01' }
    await expect(admin().products.update({ id, changes: unknown })).rejects.toMatchObject(bad)
    await expect(admin().products.create({ ...newProductFields(), name: '' })).rejects.toMatchObject(bad)
  })

  test('is refused to everyone but an admin', async () => {
    const [product, agent, id] = [newProductFields(), newAgentFields(), newId()]
    const lawyer = stack.caller({ cookie: await stack.signIn({ userId: adminId, role: 'lawyer' }) })
    const attempts = [
      (caller: typeof lawyer) => caller.products.create(product),
      (caller: typeof lawyer) => caller.products.update({ id, changes: { name: 'Um nome' } }),
      (caller: typeof lawyer) => caller.products.archive({ id }),
      (caller: typeof lawyer) => caller.agents.create(agent),
      (caller: typeof lawyer) => caller.agents.update({ id, changes: { name: 'Um nome' } }),
      (caller: typeof lawyer) => caller.agents.archive({ id }),
    ]
    for (const attempt of attempts) {
      await expect(attempt(lawyer)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(attempt(visitor())).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    }
  })
})

test('an edit whose cache is told leaves nothing to the change feed', async () => {
  await givenProduct()
  expect(await stack.readLog()).toEqual([])
})

test('a public page shows nothing of what the cache keeps beside it', async () => {
  const { slug } = await givenProduct()
  expect(await visitor().products.bySlug({ slug })).not.toHaveProperty('linkedAgentIds')
  expect(await visitor().products.bySlug({ slug }), 'from the cache').not.toHaveProperty('linkedAgentIds')
})
