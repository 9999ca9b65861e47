import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createTRPCClient, httpBatchStreamLink } from '@trpc/client'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { caches, cacheTags } from '#server/contracts/caches.ts'
import { isSharedQuery } from '#server/contracts/shared-queries.ts'
import { restRoutes } from '#server/rest/routes.ts'
import { sendRest } from '#server/rest/send-rest.ts'
import { type AppRouter, appRouter } from '#server/router.ts'
import { answerTrpc } from '#server/trpc/answer-trpc.ts'
import { createContext } from '#server/trpc/context.ts'
import { router } from '#server/trpc/init.ts'
import { cached } from '#server/trpc/middleware/cached.ts'
import { memberProcedure } from '#server/trpc/procedures.ts'
import { createTestStack, type TestStack } from '#tests/support/stack.ts'

/** The catalogue caches' policy in seconds. */
const shared = 'public, max-age=0, s-maxage=10, stale-while-revalidate=60'

let stack: TestStack
let url: string
const server = createServer((request, response) => void answer(request, response))

beforeAll(async () => {
  stack = await createTestStack({ TRUSTED_PROXIES: '1' })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`
})
afterAll(async () => {
  server.close()
  await stack[Symbol.asyncDispose]()
})

/** A cached answer of a scope of its own, which no procedure of the product has yet. */
const personalRouter = router({
  mine: memberProcedure({ limit: 'none' })
    .input(z.object({}))
    .use(cached('product', { scope: 'user', schema: z.string(), id: () => 'mine', tags: () => [cacheTags.products()] }))
    .query(() => 'mine'),
})

/** What the pages under src/pages/api do. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', url)
  const context = createContext({ services: stack.services, request })
  const [, api, ...rest] = pathname.split('/')
  const path = rest.join('/')
  if (api === 'trpc') await answerTrpc({ router: appRouter, request, response, path, context: () => context })
  if (api === 'personal') await answerTrpc({ router: personalRouter, request, response, path, context: () => context })
  if (api === 'products') {
    const route = path ? restRoutes.product : restRoutes.products
    const input = { ...Object.fromEntries(searchParams), ...(path && { slug: path }) }
    await sendRest({ route, request, response, input, context })
  }
}

let clients = 0

/** Each call as a client of its own, so that no limit is shared. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  clients += 1
  return fetch(url + path, { method, headers: { 'x-forwarded-for': `2001:db8:1:${clients}::1`, ...headers } })
}

const withInput = (path: string, input: unknown) => `/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`

function batch(paths: readonly string[]): string {
  const input = Object.fromEntries(paths.map((_, index) => [index, { json: {} }]))
  return `${withInput(paths.join(','), input)}&batch=1`
}

const list = withInput('products.list', { json: {} })

describe('what everybody gets the same answer to', () => {
  it.each([
    ['REST', '/products'],
    ['a tRPC query', list],
    ['a batch of such queries', batch(['products.list', 'agents.list', 'products.list'])],
  ])('may be kept by a CDN, and costs a 304 from then on: %s', async (_, path) => {
    const first = await get(path)
    expect(first.status).toBe(200)
    expect(first.headers.get('cache-control')).toBe(shared)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^W\/"/)
    const again = await get(path, { 'if-none-match': etag })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    expect(again.headers.get('cache-control')).toBe(shared)
    expect(again.headers.get('etag')).toBe(etag)
    expect(again.headers.get('content-type')).toBeNull()
  })

  it('is what browsers send alone', async () => {
    const caller = stack.caller()
    const [[product], [agent]] = await Promise.all([caller.products.list({}), caller.agents.list({})])
    const inputs = {
      'products.list': {},
      'products.bySlug': { slug: product?.slug },
      'agents.list': {},
      'agents.byId': { id: agent?.id },
    }
    for (const [path, input] of Object.entries(inputs)) {
      expect(isSharedQuery(path), path).toBe(true)
      expect((await get(withInput(path, { json: input }))).headers.get('cache-control'), path).toBe(shared)
    }
    expect(isSharedQuery('viewer.me')).toBe(false)
  })

  it('takes its ages from the policy of the cache', () => {
    expect([caches.products.sharedTtlMs, caches.products.sharedStaleMs]).toEqual([10_000, 60_000])
  })

  it('has another ETag once it was edited', async () => {
    const [product] = await stack.caller().products.list({})
    const before = await get(`/products/${product?.slug}`)
    const cookie = await stack.signIn({ userId: '019c0000-0000-7000-8000-000000000001', role: 'admin' })
    await stack.caller({ cookie }).products.update({ id: product?.id ?? '', changes: { priceFromCents: 4_321 } })
    const after = await get(`/products/${product?.slug}`, { 'if-none-match': before.headers.get('etag') ?? '' })
    expect(after.status).toBe(200)
    expect(await after.json()).toMatchObject({ priceFromCents: 4_321 })
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'))
  })

  it('is told to HEAD without a body', async () => {
    const answered = await get('/products', {}, 'HEAD')
    expect(answered.status).toBe(200)
    expect(answered.headers.get('cache-control')).toBe(shared)
    expect(await answered.text()).toBe('')
  })
})

describe('what must not be kept', () => {
  it.each([
    ['a batch with anything that is not for everybody', batch(['products.list', 'viewer.me'])],
    ['a batch with a member that failed', batch(['products.list', 'products.nothing'])],
    ['what is not there', withInput('products.bySlug', { json: { slug: 'nao-existe' } })],
    ['what is not there, over REST', '/products/nao-existe'],
    ['bad input', '/products?area=penal'],
    ['what comes from no cache', withInput('viewer.me', {})],
    ['a mutation by GET', withInput('products.update', { json: {} })],
  ])('%s', async (_, path) => {
    const answered = await get(path, { 'if-none-match': '*' })
    expect(answered.headers.get('cache-control')).toBe('no-store')
    expect(answered.headers.get('etag')).toBeNull()
    expect(answered.status).not.toBe(304)
  })

  it('a cached answer of one person', async () => {
    const cookie = await stack.signIn({ userId: '019c0000-0000-7000-8000-000000000001', role: 'attendant' })
    const answered = await get(`/personal/mine?input=${encodeURIComponent('{"json":{}}')}`, { cookie })
    expect(await answered.json()).toEqual({ result: { data: { json: 'mine' } } })
    expect(answered.headers.get('cache-control')).toBe('no-store')
  })

  it('a refusal by a limit', async () => {
    const flood = { 'x-forwarded-for': '198.51.100.7' }
    for (let call = 0; call < 100; call += 1) await get('/products', flood)
    for (const path of ['/products', list]) {
      const refused = await get(path, { ...flood, via: '1.1 cdn' })
      expect(refused.status).toBe(429)
      expect(refused.headers.get('cache-control')).toBe('no-store')
      expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
    }
  })

  it('a stream, which arrives whole', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.8' }
    const seen: Response[] = []
    const client = createTRPCClient<AppRouter>({
      links: [
        httpBatchStreamLink({
          url: `${url}/trpc`,
          transformer: superjson,
          headers,
          fetch: async (input, init) => {
            const { signal = null } = init ?? {}
            const answered = await fetch(String(input), { headers: new Headers(init?.headers), signal })
            seen.push(answered)
            return answered
          },
        }),
      ],
    })
    const [products, agents] = await Promise.all([client.products.list.query({}), client.agents.list.query({})])
    expect(products).toEqual(await stack.caller().products.list({}))
    expect(agents).toHaveLength(6)
    expect(seen).toHaveLength(1)
    expect(seen[0]?.headers.get('cache-control')).toBe('no-store')
  })
})

describe('the quota in an answer that others may keep', () => {
  it.each(['/products', list])('is told to a caller without a cache in between: %s', async (path) => {
    expect((await get(path)).headers.get('x-ratelimit-remaining')).toBe('99')
  })

  it.each([
    ['/products', { via: '1.1 varnish' }],
    [list, { 'cdn-loop': 'cloudflare' }],
  ])(
    'is left out behind a cache, which would tell it to others; what the limit is stays: %s',
    async (path, headers) => {
      const answered = await get(path, headers)
      expect(answered.headers.get('cache-control')).toBe(shared)
      expect(answered.headers.get('x-ratelimit-remaining')).toBeNull()
      expect(answered.headers.get('x-ratelimit-reset')).toBeNull()
      expect(answered.headers.get('ratelimit')).toBeNull()
      expect(answered.headers.get('x-ratelimit-limit')).toBe('100')
      expect(answered.headers.get('ratelimit-policy')).toBe('"products";q=100;w=60')
    },
  )

  it('is told behind a cache in what is not kept', async () => {
    const answered = await get(batch(['products.list', 'viewer.me']), { via: '1.1 varnish' })
    expect(answered.headers.get('x-ratelimit-remaining')).not.toBeNull()
  })
})
