import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateAgent } from '#db/queries/agents.ts'
import { forgetCacheInvalidations } from '#db/queries/cache-invalidations.ts'
import { createProduct, updateProduct } from '#db/queries/catalogue.ts'
import { isCacheTag, tagsOf } from '#server/contracts/domain-events.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, openBothWays, ways } from '#tests/support/both-ways.ts'
import { newProductFields } from '#tests/support/change-feed.ts'

let both: BothWays
let products: { id: string }[]
let agents: { id: string }[]
beforeAll(async () => {
  both = await openBothWays()
  products = await both.sql`select id from public.products order by position`
  agents = await both.sql`select id from public.agents order by position`
})
afterAll(async () => both[Symbol.asyncDispose]())
beforeEach(() => both.sql`delete from private.cache_invalidations`)

/** What the log holds: one entry per statement. */
const readLog = async (): Promise<string[][]> =>
  (await both.sql`select to_jsonb(tags) as tags from private.cache_invalidations order by id`).map(({ tags }) => tags)

const sorted = (tags: readonly string[]) => [...tags].sort()
/** The test's own end of a transaction; any other is a failure. */
const undone = (error: Error) => expect(error.message).toBe('undo')
const idOf = (rows: readonly { id: string }[], index: number) => rows[index]?.id ?? ''

describe('a statement writes the tags that the event of the application has:', () => {
  test('an update of a service', async () => {
    const id = idOf(products, 0)
    await both.sql`update public.products set name = 'De fora' where id = ${id}`
    expect(await readLog()).toEqual([sorted(tagsOf('product.updated', { id }))])
  })

  test('an update of an agent', async () => {
    const id = idOf(agents, 0)
    await both.sql`update public.agents set name = 'De fora' where id = ${id}`
    expect(await readLog()).toEqual([sorted(tagsOf('agent.updated', { id }))])
  })

  test('an insert and a delete', async () => {
    const id = newId()
    await both.sql`
      insert into public.products (id, slug, area, name, summary, description)
      values (${id}, 'de-fora', 'familia', 'De fora', 'Resumo', 'Texto')`
    await both.sql`delete from public.products where id = ${id}`
    const tags = sorted(tagsOf('product.created', { id }))
    expect((await readLog()).filter((logged) => logged.length > 0)).toEqual([tags, tags])
  })

  test('a link that comes, moves and goes names both of its ends', async () => {
    const [agentId, first, second] = [idOf(agents, 0), idOf(products, 10), idOf(products, 11)]
    await both.sql`delete from public.agent_products where agent_id = ${agentId} and product_id in (${first}, ${second})`
    await both.sql`delete from private.cache_invalidations`
    await both.sql`insert into public.agent_products (agent_id, product_id) values (${agentId}, ${first})`
    await both.sql`
      update public.agent_products set product_id = ${second} where agent_id = ${agentId} and product_id = ${first}`
    await both.sql`delete from public.agent_products where agent_id = ${agentId} and product_id = ${second}`
    expect(await readLog()).toEqual([
      sorted([`agent:${agentId}`, `product:${first}`]),
      sorted([`agent:${agentId}`, `product:${first}`, `product:${second}`]),
      sorted([`agent:${agentId}`, `product:${second}`]),
    ])
  })

  test('many rows are one entry, which names each', async () => {
    await both.sql`update public.products set position = position + 1`
    expect(await readLog()).toEqual([sorted([...products.map(({ id }) => `product:${id}`), 'products:all'])])
  })
})

test('the tags of the triggers are tags that the application knows', async () => {
  await both.sql`update public.products set position = position`
  await both.sql`update public.agents set position = position`
  await both.sql`update public.agent_products set created_at = created_at`
  const tags = (await readLog()).flat()
  expect(tags.length).toBeGreaterThan(20)
  expect(tags.filter((tag) => !isCacheTag(tag))).toEqual([])
})

test('TRUNCATE is everything', async () => {
  await both.sql
    .begin(async (tx) => {
      await tx`truncate public.agent_products`
      expect(await tx`select to_jsonb(tags) as tags from private.cache_invalidations`).toEqual([{ tags: ['*'] }])
      await tx`truncate public.products cascade`
      throw new Error('undo')
    })
    .catch(undone)
  expect(await readLog()).toEqual([])
})

test('a statement that touches more than 1 000 rows is everything', async () => {
  const insert = (count: number) => both.sql`
    insert into public.products (slug, area, name, summary, description)
    select 'muitos-' || ${count}::int || '-' || n, 'familia', 'Muitos', 'Resumo', 'Texto'
    from generate_series(1, ${count}::int) as n`
  await insert(999)
  await insert(1_000)
  await both.sql`delete from public.products where slug like 'muitos-%'`
  expect((await readLog()).map((tags) => tags.length)).toEqual([1_000, 1, 1])
  expect((await readLog())[1]).toEqual(['*'])
})

test('what is rolled back, and what touches no row, writes nothing', async () => {
  await both.sql
    .begin(async (tx) => {
      await tx`update public.products set name = 'Nunca'`
      throw new Error('undo')
    })
    .catch(undone)
  await both.sql`update public.products set name = 'Ninguém' where slug = 'nao-existe'`
  expect(await readLog()).toEqual([])
})

test('an edit over PostgREST, as Supabase’s table editor makes it, is logged and due at once', async () => {
  const id = idOf(products, 1)
  await both.db.rest.rest.from('products').update({ name: 'Pelo editor' }).eq('id', id)
  expect(await readLog()).toEqual([sorted(tagsOf('product.updated', { id }))])
  expect(await both.sql`select id from private.cache_invalidations where due_at > now()`).toHaveLength(0)
})

test('a role that may only edit services needs no right on the log', async () => {
  await both.sql
    .begin(async (tx) => {
      await tx.unsafe(
        'create role editor; grant usage on schema public to editor; grant select, update on public.products to editor',
      )
      await tx.unsafe('alter table public.products disable row level security')
      await tx.unsafe('set local role editor')
      const rows = await tx`update public.products set name = 'Editado' where id = ${idOf(products, 0)} returning id`
      expect(rows).toHaveLength(1)
      await tx.unsafe('reset role')
      expect(await tx`select id from private.cache_invalidations`).toHaveLength(1)
      throw new Error('undo')
    })
    .catch(undone)
})

test('nobody but the server’s role can read or write the log', async () => {
  const rights = await both.sql`
    select role, has_table_privilege(role, 'private.cache_invalidations', 'select, insert, update, delete, truncate') as has
    from (values ('anon'), ('authenticated'), ('service_role')) as roles (role) order by role`
  expect([...rights]).toEqual([
    { role: 'anon', has: false },
    { role: 'authenticated', has: false },
    { role: 'service_role', has: true },
  ])
  const [table] = await both.sql`
    select relrowsecurity as secured from pg_class where oid = 'private.cache_invalidations'::regclass`
  expect(table).toEqual({ secured: true })
})

describe.each(ways)('an edit by the application, %s', (way) => {
  test('is logged two seconds ahead, and taken back by its transaction', async () => {
    const changes = { name: `Outro nome, ${way}` }
    const outcome = await updateProduct(both.db[way], { id: idOf(products, 2), changes, audit: null })
    const entries =
      await both.sql`select due_at > now() + interval '1 second' as waits from private.cache_invalidations`
    expect([...entries]).toEqual([{ waits: true }])
    await both.sql`update public.products set name = 'De outro' where id = ${idOf(products, 3)}`
    expect(await forgetCacheInvalidations(both.db[way], outcome?.status === 'stored' ? outcome.tx : '')).toBe(1)
    expect(await readLog()).toEqual([sorted(tagsOf('product.updated', { id: idOf(products, 3) }))])
  })

  test('logs the tags that its event has, links included', async () => {
    const [agentId, productId] = [idOf(agents, 1), idOf(products, 4)]
    await updateAgent(both.db[way], { id: agentId, changes: { productIds: [] }, audit: null })
    await both.sql`delete from private.cache_invalidations`
    await updateAgent(both.db[way], { id: agentId, changes: { productIds: [productId] }, audit: null })
    expect(new Set((await readLog()).flat())).toEqual(
      new Set(tagsOf('agent.updated', { id: agentId, productIds: [productId] })),
    )
    await both.sql`delete from private.cache_invalidations`
    const id = newId()
    await createProduct(both.db[way], { id, product: newProductFields({ agentIds: [agentId] }), audit: null })
    expect(new Set((await readLog()).flat())).toEqual(new Set(tagsOf('product.created', { id, agentIds: [agentId] })))
  })

  test('gives its two seconds to nobody else in the same transaction', async () => {
    await both.sql.begin(async (tx) => {
      await tx`select public.update_product(${idOf(products, 5)}::text::uuid, '{"name": "Pela função"}'::jsonb)`
      await tx`update public.products set name = 'À mão' where id = ${idOf(products, 6)}`
    })
    const waits = await both.sql`select due_at > now() as waits from private.cache_invalidations order by id`
    expect([...waits]).toEqual([{ waits: true }, { waits: false }])
  })
})
