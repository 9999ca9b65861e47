import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateProduct } from '#db/queries/catalogue.ts'
import { listStaff } from '#db/queries/profiles.ts'
import { appRouter } from '#server/router.ts'
import type { Services } from '#server/services.ts'
import { createContext } from '#server/trpc/context.ts'
import { tellCache } from '#server/worker/tell-cache.ts'
import { createFeedStack, type FeedStack, startFeed } from '#tests/support/change-feed.ts'
import { startRedisProcess } from '#tests/support/redis-process.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 15_000, interval: 20 }

let stack: FeedStack
beforeAll(async () => {
  stack = await createFeedStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

/** A service of its own for each test: what one edits, another never reads. */
let slug: string
let id: string
let lastUsed = 0
beforeEach(async () => {
  const rows = await stack.sql`select id, slug from public.products where is_active order by position`
  const row = rows[lastUsed++ % rows.length]
  slug = row?.slug
  id = row?.id
  await stack.sql`delete from private.cache_invalidations`
})

let lastAddress = 0
const callerOf = (services: Services) => {
  const remoteAddress = `2001:db8:feed:${(lastAddress++).toString(16)}::1`
  return appRouter.createCaller(createContext({ services, request: { headers: {}, socket: { remoteAddress } } }))
}
const nameIn = async (services: Services) => (await callerOf(services).products.bySlug({ slug })).name
const isFound = (services: Services, wanted: string) =>
  callerOf(services)
    .products.bySlug({ slug: wanted })
    .then(
      () => true,
      () => false,
    )
const fleet = () => [stack.services, stack.other]
const namesInFleet = () => Promise.all(fleet().map(nameIn))
const logged = () => expect.poll(() => stack.readLog(), patience)
const fresh = (name: string) => expect.poll(namesInFleet, patience).toEqual([name, name])

const edit = (name: string) => stack.sql`update public.products set name = ${name} where id = ${id}`

test('an edit past the application stays unseen without a feed, and reaches every process with one', async () => {
  const before = await nameIn(stack.services)
  await nameIn(stack.other)
  await edit('Pelo psql')
  expect(await namesInFleet()).toEqual([before, before])
  await using _feed = startFeed(stack)
  await fresh('Pelo psql')
  await logged().toEqual([])
})

describe('with a feed,', () => {
  let feed: ReturnType<typeof startFeed>
  beforeAll(() => {
    feed = startFeed(stack)
  })
  afterAll(() => feed.close())

  test('a row that is inserted ends its "not found", and one that is deleted becomes it', async () => {
    const wanted = `inserido-${lastUsed}`
    expect(await Promise.all(fleet().map((services) => isFound(services, wanted)))).toEqual([false, false])
    await stack.sql`
      insert into public.products (slug, area, name, summary, description)
      values (${wanted}, 'familia', 'Inserido', 'Resumo', 'Texto')`
    const found = () => Promise.all(fleet().map((services) => isFound(services, wanted)))
    await expect.poll(found, patience).toEqual([true, true])
    await stack.sql`delete from public.products where slug = ${wanted}`
    await expect.poll(found, patience).toEqual([false, false])
  })

  test('one statement over many rows reaches each of them, and the lists in both languages', async () => {
    const read = async (services: Services) => {
      const lists = await Promise.all([
        callerOf(services).products.list({}),
        callerOf(services).products.list({ locale: 'en' }),
        callerOf(services).products.list({ area: 'familia' }),
      ])
      return lists.flat().every(({ summary }) => summary.startsWith('Igual'))
    }
    expect(await Promise.all(fleet().map(read))).toEqual([false, false])
    await nameIn(stack.other)
    await stack.sql`
      update public.products
      set summary = 'Igual para todos', name = 'Igual: ' || slug,
        translations = jsonb_set(translations, '{en,summary}', '"Igual, in English"')`
    await expect.poll(() => Promise.all(fleet().map(read)), patience).toEqual([true, true])
    await fresh(`Igual: ${slug}`)
  })

  test('an agent who is renamed is renamed on their services, and a service on its agents', async () => {
    const [link] = await stack.sql`select agent_id as id from public.agent_products where product_id = ${id}`
    const agentId: string = link?.id
    const read = async (services: Services) => {
      const caller = callerOf(services)
      const [product, agent] = await Promise.all([
        caller.products.bySlug({ slug }),
        caller.agents.byId({ id: agentId }),
      ])
      return [
        product.agents.find((one) => one.id === agentId)?.name,
        agent.services.find((one) => one.slug === slug)?.name,
      ]
    }
    await Promise.all(fleet().map(read))
    await stack.sql`update public.agents set name = 'Nome Novo' where id = ${agentId}`
    await edit('Serviço renomeado')
    await expect
      .poll(() => Promise.all(fleet().map(read)), patience)
      .toEqual(fleet().map(() => ['Nome Novo', 'Serviço renomeado']))
  })

  test('an archived agent who comes back is on their services again', async () => {
    const [link] = await stack.sql`select agent_id as id from public.agent_products where product_id = ${id}`
    const agentId: string = link?.id
    const isShown = async (services: Services) =>
      (await callerOf(services).products.bySlug({ slug })).agents.some((agent) => agent.id === agentId)
    const shown = () => expect.poll(() => Promise.all(fleet().map(isShown)), patience)
    await stack.sql`update public.agents set is_active = false where id = ${agentId}`
    await shown().toEqual([false, false])
    await stack.sql`update public.agents set is_active = true where id = ${agentId}`
    await shown().toEqual([true, true])
  })

  test('TRUNCATE reaches every page', async () => {
    const countAgents = async (services: Services) => (await callerOf(services).products.bySlug({ slug })).agents.length
    const links = await stack.sql`select agent_id, product_id from public.agent_products`
    expect((await Promise.all(fleet().map(countAgents))).every((count) => count > 0)).toBe(true)
    await stack.sql`truncate public.agent_products`
    await expect.poll(() => Promise.all(fleet().map(countAgents)), patience).toEqual([0, 0])
    await stack.sql`insert into public.agent_products ${stack.sql(links)}`
    await expect.poll(async () => (await countAgents(stack.other)) > 0, patience).toBe(true)
  })

  test('a long transaction holds nobody up, and its own edit, logged before theirs, is not skipped', async () => {
    const [, other] = await stack.sql`select id, slug from public.products where is_active and id <> ${id}`
    const release = Promise.withResolvers<void>()
    const began = Promise.withResolvers<void>()
    await namesInFleet()
    const long = stack.sql.begin(async (tx) => {
      await tx`update public.products set name = 'Da transação longa' where id = ${id}`
      began.resolve()
      await release.promise
    })
    await began.promise
    const nameOfOther = () => callerOf(stack.other).products.bySlug({ slug: other?.slug })
    await nameOfOther()
    await stack.sql`update public.products set name = 'Da curta' where id = ${other?.id}`
    await expect.poll(async () => (await nameOfOther()).name, patience).toBe('Da curta')
    await logged().toEqual([])
    release.resolve()
    await long
    await fresh('Da transação longa')
  })

  test('what is rolled back voids nothing', async () => {
    await namesInFleet()
    const loads = () => stack.services.cache.stats().get('product')?.loads
    const before = loads()
    await stack.sql
      .begin(async (tx) => {
        await tx`update public.products set name = 'Nunca' where id = ${id}`
        throw new Error('undo')
      })
      .catch((error: Error) => expect(error.message).toBe('undo'))
    await edit('Depois')
    await fresh('Depois')
    expect(Number(loads()) - Number(before)).toBeLessThanOrEqual(1)
  })

  test('an edit by staff leaves the feed nothing to do', async () => {
    const admin = (await listStaff(stack.services.db)).find(({ role }) => role === 'admin')
    const cookie = await stack.signIn({ userId: admin?.id ?? '', role: 'admin' })
    await stack.caller({ cookie }).products.update({ id, changes: { name: 'Pela equipe' } })
    expect(await stack.readLog()).toEqual([])
    const before = stack.services.cache.stats().get('product')?.loads
    expect(await nameIn(stack.services)).toBe('Pela equipe')
    await fresh('Pela equipe')
    expect(stack.services.cache.stats().get('product')?.loads).toBe(before)
  })

  test('an edit by a process that died before it could tell the cache is told by the feed', async () => {
    await namesInFleet()
    await updateProduct(stack.services.db, { id, changes: { name: 'De um morto' }, audit: null })
    await fresh('De um morto')
  })
})

test('a row written by hand without a wake-up is found by the poll: the operator’s "forget everything"', async () => {
  await using feed = startFeed(stack, { longestSilenceMs: 600_000 })
  await expect.poll(() => feed.isLeading(), patience).toBe(true)
  const loads = () => Number(stack.services.cache.stats().get('agents')?.loads)
  await callerOf(stack.services).agents.list({})
  for (const _ of [1, 2]) {
    const before = loads()
    await stack.sql`insert into private.cache_invalidations (tags) values ('{*}')`
    await logged().toEqual([])
    await callerOf(stack.services).agents.list({})
    expect(loads() - before).toBe(1)
  }
})

test('the wake-up alone is enough: nobody waits for the poll', async () => {
  await using feed = startFeed(stack, { pollMs: 600_000, longestSilenceMs: 600_000 })
  await expect.poll(() => feed.isLeading(), patience).toBe(true)
  for (const name of ['Acordado', 'Acordado outra vez']) {
    await namesInFleet()
    await edit(name)
    await fresh(name)
  }
})

describe('of several feeds', () => {
  const holders = () => stack.sql`
    select pid from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and granted and application_name = 'test-change-feed'
      and database = (select oid from pg_database where datname = current_database())`

  test('one leads; when its connection is cut another takes over, and what was edited in between is told', async () => {
    await using first = startFeed(stack)
    await expect.poll(() => first.isLeading(), patience).toBe(true)
    await using second = startFeed(stack)
    await expect.poll(() => second.isAlive(), patience).toBe(true)
    expect(second.isLeading()).toBe(false)
    await namesInFleet()
    for (const round of [1, 2, 3]) {
      const [holder] = await holders()
      await stack.sql`select pg_terminate_backend(${holder?.pid})`
      await edit(`Na sucessão ${round}`)
      await fresh(`Na sucessão ${round}`)
      expect(await holders()).toEqual([expect.anything()])
      await expect.poll(() => [first, second].filter((feed) => feed.isLeading()).length, patience).toBe(1)
    }
  })

  test('one that lost its connection while it told the cache forgets nothing: the next leader tells it again', async () => {
    const told: string[] = []
    const reached = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    await using first = startFeed(stack, {
      deliver: async () => {
        told.push('first')
        reached.resolve()
        await release.promise
        return true
      },
    })
    await expect.poll(() => first.isLeading(), patience).toBe(true)
    await edit('Contado duas vezes')
    await reached.promise
    const [holder] = await holders()
    await using second = startFeed(stack, {
      deliver: async () => {
        told.push('second')
        return true
      },
    })
    await stack.sql`select pg_terminate_backend(${holder?.pid})`
    await expect.poll(() => told, patience).toEqual(['first', 'second'])
    release.resolve()
    await logged().toEqual([])
    expect(second.isLeading()).toBe(true)
    await expect.poll(() => first.isLeading(), patience).toBe(false)
  })
})

test('while Redis is away the rows wait; when it is back, with all it knew, every process is fresh', async () => {
  // Everything survives a kill but the invalidation that could not be told: nothing else would make the copies fresh.
  await using redis = await startRedisProcess({ settings: ['appendonly yes', 'appendfsync always'] })
  await using own = await createFeedStack({ REDIS_CACHE_URL: `redis://127.0.0.1:${redis.port}` })
  const tookIt: boolean[] = []
  const deliver = async (tags: readonly string[]) => {
    const isTaken = await tellCache(own.services.cache, tags)
    tookIt.push(isTaken)
    return isTaken
  }
  await using feed = startFeed(own, { deliver })
  await expect.poll(() => feed.isLeading(), patience).toBe(true)
  const read = async (services: Services) => (await callerOf(services).products.bySlug({ slug })).name
  const names = () => Promise.all([own.services, own.other].map(read))
  await names()
  await redis.kill()
  await own.sql`update public.products set name = 'Durante a falta' where id = ${id}`
  await expect.poll(() => tookIt, patience).toContain(false)
  expect(await own.readLog()).toHaveLength(1)
  await redis.restart()
  await expect.poll(() => own.readLog(), patience).toEqual([])
  await expect.poll(names, patience).toEqual(['Durante a falta', 'Durante a falta'])
})

test('a long outage ends in one word: more than 1 000 tags void everything', async () => {
  await callerOf(stack.services).agents.list({})
  const loads = () => Number(stack.services.cache.stats().get('agents')?.loads)
  const before = loads()
  for (const part of [1, 2]) {
    await stack.sql`
      insert into private.cache_invalidations (tags)
      select array['product:' || gen_random_uuid()] from generate_series(1, ${600 * part}::int)`
  }
  await using _feed = startFeed(stack)
  await logged().toEqual([])
  await callerOf(stack.services).agents.list({})
  expect(loads() - before).toBe(1)
})
