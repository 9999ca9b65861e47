import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listStaff } from '#db/queries/profiles.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await createTestStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

async function adminCookie(): Promise<string> {
  const staff = await listStaff(stack.services.db)
  const admin = staff.find(({ role }) => role === 'admin')
  return stack.signIn({ userId: admin?.id ?? 'no admin in the seed', role: 'admin' })
}

describe('the catalogue', () => {
  it('lists at least 12 services in 5 areas and 6 agents, in both languages', async () => {
    const caller = stack.caller()
    const portuguese = await caller.products.list({})
    const english = await caller.products.list({ locale: 'en' })
    expect(portuguese.length).toBeGreaterThanOrEqual(12)
    expect(new Set(portuguese.map(({ area }) => area)).size).toBe(5)
    expect(english.map(({ id }) => id)).toEqual(portuguese.map(({ id }) => id))
    expect(english.map(({ name }) => name)).not.toEqual(portuguese.map(({ name }) => name))
    expect(await caller.agents.list({})).toHaveLength(6)
  })

  it('answers a list of one area only', async () => {
    const found = await stack.caller().products.list({ area: 'familia' })
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(({ area }) => area === 'familia')).toBe(true)
  })

  it('answers NOT_FOUND for an unknown slug, twice, and BAD_REQUEST naming the field for a malformed one', async () => {
    const caller = stack.caller()
    await expect(caller.products.bySlug({ slug: 'nao-existe' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(caller.products.bySlug({ slug: 'nao-existe' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(caller.products.bySlug({ slug: 'Não Existe' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      cause: { issues: [expect.objectContaining({ path: ['slug'] })] },
    })
    await expect(caller.agents.byId({ id: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('loads a service once and then answers from the cache', async () => {
    const [first] = await stack.caller().products.list({})
    const before = stack.services.cache.stats().get('product')
    const slug = first?.slug ?? ''
    const cold = await stack.caller().products.bySlug({ slug })
    const hot = await stack.caller().products.bySlug({ slug })
    const after = stack.services.cache.stats().get('product')
    expect(hot).toEqual(cold)
    expect((after?.loads ?? 0) - (before?.loads ?? 0)).toBe(1)
    const hits = (stats = after) => (stats?.localHits ?? 0) + (stats?.redisHits ?? 0)
    expect(hits(after) - hits(before)).toBe(1)
  })

  it('shows a write at once, in the page and in the lists, and records who wrote', async () => {
    const visitor = stack.caller()
    const admin = stack.caller({ cookie: await adminCookie() })
    const [listed] = await visitor.products.list({})
    const slug = listed?.slug ?? ''
    const before = await visitor.products.bySlug({ slug })
    await admin.products.update({ id: before.id, changes: { name: 'Inventário em cartório' } })
    expect((await visitor.products.bySlug({ slug })).name).toBe('Inventário em cartório')
    expect((await visitor.products.list({})).map(({ name }) => name)).toContain('Inventário em cartório')
    const audit = await stack.services.db.rest.from('audit_log').select('action').eq('action', 'product.update')
    expect(audit.data).toHaveLength(1)
  })

  it('lets only an admin write', async () => {
    const [listed] = await stack.caller().products.list({})
    const change = { id: listed?.id ?? '', changes: { name: 'Outro nome' } }
    await expect(stack.caller().products.update(change)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    const lawyer = stack.caller({ cookie: await stack.signIn({ userId: change.id, role: 'lawyer' }) })
    await expect(lawyer.products.update(change)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
