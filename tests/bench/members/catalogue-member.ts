import { once } from 'node:events'
import { createServer } from 'node:http'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import superjson from 'superjson'
import { z } from 'zod'
import { cacheTags } from '#server/contracts/caches.ts'
import { practiceAreas } from '#server/contracts/catalogue.ts'
import { locales } from '#server/contracts/locales.ts'
import { appRouter } from '#server/router.ts'
import { createServices, type Services } from '#server/services.ts'
import { createContext } from '#server/trpc/context.ts'
import { httpResponseMeta } from '#server/trpc/response-headers.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { command, serveMember } from '../harness/serve-member.ts'
import { spreadOf } from '../harness/statistics.ts'
import { withoutCache } from '../subjects/uncached.ts'

/** The API of the catalogue in a process of its own: the real router, limits, cache and database behind node:http. */
let services: Services | undefined
let databaseQueries = 0
const limitMs: number[] = []
let countsBefore: Counts = {}

type Counts = Record<string, Record<string, number>>

const opened = () => {
  if (!services) throw new Error('listen comes first')
  return services
}

serveMember({
  listen: command(
    z.object({ env: z.record(z.string(), z.string()), isCached: z.boolean() }),
    async ({ env, isCached }) => {
      countDatabaseQueries()
      const real = createServices(testEnv(env), { name: 'bench' })
      await real.redis.ready()
      services = withTimedLimits(isCached ? real : { ...real, cache: withoutCache(real.cache) })
      return listen(services)
    },
  ),

  /** The addresses of every page of the catalogue, as the browser's client would ask for them. */
  paths: command(z.unknown(), async () => {
    const context = createContext({ services: opened(), request: { headers: {}, socket: { remoteAddress: '::1' } } })
    const caller = appRouter.createCaller(context)
    const products = await caller.products.list({})
    const agents = await caller.agents.list({})
    const views = locales.flatMap((locale) => [{ locale }, ...practiceAreas.map((area) => ({ locale, area }))])
    return {
      products: [
        ...locales.flatMap((locale) => products.map(({ slug }) => pathOf('products.bySlug', { slug, locale }))),
        ...views.map((view) => pathOf('products.list', view)),
      ],
      agents: [
        ...locales.flatMap((locale) => agents.map(({ id }) => pathOf('agents.byId', { id, locale }))),
        ...views.map((view) => pathOf('agents.list', view)),
      ],
      productIds: products.map(({ id }) => id),
    }
  }),

  /** What an edit of a service invalidates. */
  invalidate: command(z.object({ productId: z.string() }), ({ productId }) =>
    opened().cache.invalidate([cacheTags.product(productId), cacheTags.products()]),
  ),

  /** Empty caches and counts; the code stays warm. */
  forget: command(z.unknown(), async () => {
    await opened().cache.invalidateAll()
    databaseQueries = 0
    limitMs.length = 0
    countsBefore = readCounts(opened())
  }),

  tell: command(z.unknown(), async () => ({
    databaseQueries,
    limit: spreadOf(limitMs),
    cache: since(readCounts(opened()), countsBefore),
  })),

  /** Reads one session over and over. */
  readSessions: command(z.object({ count: z.int() }), async ({ count }) => {
    const { sessions } = opened()
    const { token } = await sessions.create({ userId: '01890a5d-ac96-774b-bcce-b302099a8057', role: 'attendant' })
    const times: number[] = []
    for (let turn = 0; turn < count; turn += 1) {
      const startedMs = performance.now()
      await sessions.get(token)
      times.push(performance.now() - startedMs)
    }
    return spreadOf(times)
  }),
})

const readCounts = ({ cache }: Services): Counts =>
  Object.fromEntries([...cache.stats()].map(([name, counts]) => [name, { ...counts }]))

const since = (now: Counts, before: Counts): Counts =>
  Object.fromEntries(
    Object.entries(now).map(([cache, counts]) => [
      cache,
      Object.fromEntries(Object.entries(counts).map(([what, count]) => [what, count - (before[cache]?.[what] ?? 0)])),
    ]),
  )

const pathOf = (procedure: string, input: object): string =>
  `/${procedure}?input=${encodeURIComponent(JSON.stringify(superjson.serialize(input)))}`

/** supabase-js sends one request per query; a client takes the fetch that it finds when it is made. */
function countDatabaseQueries(): void {
  const send = globalThis.fetch
  globalThis.fetch = (input, init) => {
    databaseQueries += 1
    return send(input, init)
  }
}

function withTimedLimits(real: Services): Services {
  const consume: Services['limiter']['consume'] = async (checks, options) => {
    const startedMs = performance.now()
    const result = await real.limiter.consume(checks, options)
    limitMs.push(performance.now() - startedMs)
    return result
  }
  return { ...real, limiter: { ...real.limiter, consume } }
}

async function listen(services: Services): Promise<number> {
  const handler = createHTTPHandler({
    router: appRouter,
    createContext: ({ req }) => createContext({ services, request: req }),
    responseMeta: httpResponseMeta,
  })
  const server = createServer(handler)
  // A connection closed while the next request is on its way would count as a failure of the cache.
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
