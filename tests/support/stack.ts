import type { Role } from '#server/contracts/roles.ts'
import type { Env } from '#server/env.ts'
import { appRouter } from '#server/router.ts'
import { type ConnectedServices, createConnectedServices, type Services } from '#server/services.ts'
import { createContext } from '#server/trpc/context.ts'
import { createTestDatabase, testPrefix, testServers } from './servers.ts'
import { testEnv } from './test-env.ts'

export interface TestStack extends AsyncDisposable {
  readonly env: Env
  readonly services: ConnectedServices
  /** A caller from an address of its own, so that no two tests share a limit; signed in when a session is given. */
  caller(options?: CallerOptions): ReturnType<typeof appRouter.createCaller>
  /** The Cookie header of a new session. */
  signIn(user: { readonly userId: string; readonly role: Role }): Promise<string>
}

interface CallerOptions {
  readonly cookie?: string | undefined
  readonly address?: string
  readonly onCookie?: (cookie: string) => void
}

/** Services over a database, key prefix and PostgREST of their own, on the run's real servers. */
export async function createTestStack(overrides: Readonly<Record<string, string>> = {}): Promise<TestStack> {
  const servers = testServers()
  const database = await createTestDatabase()
  const env = testEnv({
    SUPABASE_URL: await database.startRest(),
    SUPABASE_SERVICE_ROLE_KEY: database.serviceRoleKey,
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: servers.redisUrl,
    REDIS_CACHE_URL: servers.redisCacheUrl,
    REDIS_PREFIX: testPrefix(),
    RESEND_BASE_URL: servers.simulatorUrl,
    WHATSAPP_BASE_URL: servers.simulatorUrl,
    MERCADO_PAGO_BASE_URL: servers.simulatorUrl,
    ...overrides,
  })
  const services = createConnectedServices(env, { name: 'test' })
  await services.redis.ready()
  return {
    env,
    services,
    caller: (options) => createCaller(services, options),
    signIn: async (user) => `plantao_session=${(await services.sessions.create(user)).token}`,
    [Symbol.asyncDispose]: async () => {
      await services.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

let lastAddress = 0

function createCaller(services: Services, { cookie, address = newAddress(), onCookie }: CallerOptions = {}) {
  const request = { headers: { cookie }, socket: { remoteAddress: address } }
  return appRouter.createCaller(createContext({ services, request, ...(onCookie && { setCookie: onCookie }) }))
}

/** An address of the documentation range 2001:db8::/32, each in a /64 of its own. */
function newAddress(): string {
  lastAddress += 1
  return `2001:db8:${(lastAddress >> 16).toString(16)}:${(lastAddress & 0xffff).toString(16)}::1`
}
