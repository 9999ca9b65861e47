import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Part } from '#server/dev/part.ts'
import { gatewayFlags } from '#server/dev/parts/application.ts'
import { freePort } from '#server/dev/ports.ts'
import type { Env } from '#server/env.ts'
import { type ConnectedServices, createConnectedServices } from '#server/services.ts'
import { spawnNode } from '#tests/support/spawn-node.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { startBenchDatabase } from './database.ts'
import { type Member, startMember } from './members.ts'
import { isProfiled } from './mode.ts'
import { startBenchServers } from './servers.ts'

/** Redis, Postgres, conversations, colleagues with sessions, and a publisher. */
export interface RealtimeStage extends AsyncDisposable {
  readonly env: Env
  readonly services: ConnectedServices
  readonly publisher: Member
  /** Of colleagues, who may read every conversation. */
  readonly cookies: readonly string[]
  readonly authorId: string
  readonly redisUrl: string
  startGateway(): Promise<Part>
  /** The product's procedures over HTTP. */
  startApi(): Promise<Part>
  startPeer(subject: string): Promise<{ readonly member: Member; readonly port: number }>
  /** New conversations with one message each. */
  createRooms(count: number): Promise<string[]>
}

interface StageOptions {
  readonly people: number
}

/** The limits of a socket's address and of a user stay on: each client brings an address and a session of its own. */
export async function openRealtimeStage({ people }: StageOptions): Promise<RealtimeStage> {
  await using cleanup = new AsyncDisposableStack()
  const servers = cleanup.use(await startBenchServers())
  const database = cleanup.use(await startBenchDatabase(servers.directory))
  const env = testEnv({
    SUPABASE_URL: database.supabaseUrl,
    SUPABASE_SERVICE_ROLE_KEY: database.serviceRoleKey,
    DATABASE_URL: database.databaseUrl,
    REDIS_URL: servers.state.url,
    REDIS_CACHE_URL: servers.cache.url,
    REDIS_PREFIX: 'bench:',
    TRUSTED_PROXIES: '1',
  })
  const services = createConnectedServices(env, { name: 'bench' })
  cleanup.defer(() => services.close())
  await services.redis.ready()
  const { cookies, authorId } = await createColleagues(services, people)
  const publisher = cleanup.use(await startMember('realtime-publisher'))
  const { databaseUrl, supabaseUrl, serviceRoleKey } = database
  await publisher.ask(
    'open',
    { redisUrl: servers.state.url, databaseUrl, supabaseUrl, serviceRoleKey, prefix: env.REDIS_PREFIX },
    z.unknown(),
  )
  const kept = cleanup.move()
  const start = async (args: readonly string[]): Promise<Part> => {
    const port = await freePort()
    const { directory } = servers
    return kept.use(await spawnNode([...profileFlags, ...args, String(port)], { env, port, directory, variables }))
  }
  return {
    ...{ env, services, publisher, cookies, authorId, redisUrl: servers.state.url },
    startGateway: () => start([...gatewayFlags, 'server/gateway/main.ts']),
    startApi: () => start(['tests/support/cli/serve-api.ts']),
    async startPeer(subject) {
      const member = kept.use(await startMember('realtime-server'))
      const { port } = await member.ask('open', { subject, redisUrl: servers.state.url }, z.object({ port: z.int() }))
      return { member, port }
    },
    createRooms: (count) => createRooms(services, count, authorId),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Of the whole life of the process, written when it ends. */
const profileFlags = isProfiled ? ['--cpu-prof', '--cpu-prof-dir=.plantao/bench-profiles'] : []
const variables = { NODE_ENV: 'production', LOG_LEVEL: 'warn' }

async function createColleagues(services: ConnectedServices, count: number) {
  const { sql } = services.db
  if (!sql) throw new Error('the benchmark needs the direct way to Postgres')
  const ids = Array.from({ length: count }, () => randomUUID())
  const rows = ids.map((id) => ({ id, name: 'Marina Prado Sampaio', role: 'attendant', email: `${id}@bench.example` }))
  for (let from = 0; from < rows.length; from += 1_000) {
    await sql`insert into public.profiles ${sql(rows.slice(from, from + 1_000))}`
  }
  const cookies: string[] = []
  for (const userId of ids) {
    const { token } = await services.sessions.create({ userId, role: 'attendant' })
    cookies.push(`plantao_session=${token}`)
  }
  return { cookies, authorId: ids[0] ?? '' }
}

async function createRooms({ db }: ConnectedServices, count: number, visitorId: string): Promise<string[]> {
  const { sql } = db
  if (!sql) throw new Error('the benchmark needs the direct way to Postgres')
  const ids = Array.from({ length: count }, () => randomUUID())
  const rows = ids.map((id) => ({ id, request_id: id, visitor_id: visitorId, locale: 'pt-BR' }))
  for (let from = 0; from < rows.length; from += 1_000) {
    await sql`insert into public.conversations ${sql(rows.slice(from, from + 1_000))}`
  }
  for (const id of ids) {
    await db.call('send_message_v2', {
      p_conversation_id: id,
      p_author_id: visitorId,
      p_author_side: 'staff',
      p_event_id: randomUUID(),
      p_client_msg_id: randomUUID(),
      p_body: 'first',
      p_jobs: [],
    })
  }
  return ids
}
