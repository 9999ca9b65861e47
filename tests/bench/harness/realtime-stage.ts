import { randomUUID } from 'node:crypto'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { endsWithParent } from '#server/dev/death-signal.ts'
import type { Part } from '#server/dev/part.ts'
import { gatewayFlags } from '#server/dev/parts/application.ts'
import { freePort } from '#server/dev/ports.ts'
import { spawnPart } from '#server/dev/spawn-part.ts'
import type { Env } from '#server/env.ts'
import { type ConnectedServices, createConnectedServices } from '#server/services.ts'
import { processEnvironment } from '#tests/support/process-environment.ts'
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
  startGateway(port?: number): Promise<Part>
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
  return {
    ...{ env, services, publisher, cookies, authorId, redisUrl: servers.state.url },
    startGateway: async (port) => kept.use(await spawnGateway(env, servers.directory, port ?? (await freePort()))),
    startApi: async () => kept.use(await spawnApi(env, servers.directory, await freePort())),
    async startPeer(subject) {
      const member = kept.use(await startMember('realtime-server'))
      const { port } = await member.ask('open', { subject, redisUrl: servers.state.url }, z.object({ port: z.int() }))
      return { member, port }
    },
    createRooms: (count) => createRooms(services, count, authorId),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const spawnGateway = (env: Env, directory: string, port: number): Promise<Part> =>
  spawnNode([...gatewayFlags, 'server/gateway/main.ts'], { env, directory, port })

const spawnApi = (env: Env, directory: string, port: number): Promise<Part> =>
  spawnNode(['tests/support/cli/serve-api.ts', String(port)], { env, directory, port })

interface NodeProcess {
  readonly env: Env
  readonly directory: string
  readonly port: number
}

/** Of the whole life of the process, written when it ends. */
const profileFlags = isProfiled ? ['--cpu-prof', '--cpu-prof-dir=.plantao/bench-profiles'] : []

function spawnNode(args: readonly string[], { env, directory, port }: NodeProcess): Promise<Part> {
  const file = args.find((arg) => arg.endsWith('.ts')) ?? ''
  return spawnPart({
    name: file,
    port,
    url: `http://127.0.0.1:${port}`,
    logFile: join(directory, `${basename(file)}-${port}.log`),
    command: endsWithParent([process.execPath, ...profileFlags, ...args]),
    env: { ...processEnvironment(env), GATEWAY_PORT: String(port), NODE_ENV: 'production', LOG_LEVEL: 'warn' },
    isReady: async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok,
  })
}

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
