import { randomUUID } from 'node:crypto'
import { freePort } from '#server/dev/ports.ts'
import type { Env } from '#server/env.ts'
import { createQueues, type Queues } from '#server/jobs/queues.ts'
import { type ConnectedServices, createConnectedServices } from '#server/services.ts'
import { type RedisProcess, startRedisProcess } from '#tests/support/redis-process.ts'
import { spawnNode } from '#tests/support/spawn-node.ts'
import { testEnv } from '#tests/support/test-env.ts'
import type { Ground } from '../chat/world.ts'
import { type Restartable, startRestartable } from '../restartable.ts'
import { clearGround } from './clear-ground.ts'
import { type SimulatorProcess, startSimulatorProcess } from './simulator.ts'

export interface JobsWorldOptions {
  readonly workers?: number
  /** The worker's program, where a scenario needs one with a handler that breaks. */
  readonly workerProgram?: string
  /** Lines of redis.conf; as in production, every write goes to an append-only file, unless said otherwise. */
  readonly redisSettings?: readonly string[]
}

/** The real processes of the jobs over a Redis of their own and an empty database. */
export interface JobsWorld extends AsyncDisposable {
  readonly env: Env
  /** For the harness' own reading and for sessions. */
  readonly services: ConnectedServices
  readonly queues: Queues
  readonly redis: RedisProcess
  /** The product's procedures and webhooks over HTTP. */
  readonly api: Restartable
  readonly apiUrl: string
  /** Each a relay and the consumers of all queues. */
  readonly workers: readonly Restartable[]
  readonly simulator: SimulatorProcess
}

const appendOnly = ['appendonly yes', 'appendfsync everysec']

export async function startJobsWorld(ground: Ground, options: JobsWorldOptions = {}): Promise<JobsWorld> {
  const { workers: count = 2, workerProgram = 'server/worker/main.ts', redisSettings = appendOnly } = options
  await using cleanup = new AsyncDisposableStack()
  const { directory } = ground
  const redis = cleanup.use(await startRedisProcess({ settings: ['maxmemory-policy noeviction', ...redisSettings] }))
  const simulator = cleanup.use(await startSimulatorProcess(directory))
  const env = envOf(ground, { redisPort: redis.port, simulatorUrl: simulator.url })
  const services = createConnectedServices(env, { name: 'faults' })
  cleanup.defer(() => services.close())
  await services.redis.ready()
  await clearGround(services)
  const queues = createQueues({ connection: services.redis.state, keys: services.keys, onError: () => undefined })
  cleanup.defer(() => queues.close())
  const launch = (args: readonly string[], port: number) =>
    spawnNode(args, { env, port, directory, variables: { ...variables, WORKER_PORT: String(port) } })
  const api = await startRestartable(await freePort(), (port) =>
    launch(['tests/support/cli/serve-api.ts', String(port)], port),
  )
  cleanup.use(api)
  const apiUrl = `http://127.0.0.1:${api.port}`
  await simulator.nameSite(apiUrl)
  const workers: Restartable[] = []
  while (workers.length < count) {
    workers.push(cleanup.use(await startRestartable(await freePort(), (port) => launch([workerProgram], port))))
  }
  const kept = cleanup.move()
  return {
    ...{ env, services, queues, redis, api, apiUrl, workers, simulator },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const variables = { NODE_ENV: 'production', LOG_LEVEL: 'info' }

const envOf = (ground: Ground, { redisPort, simulatorUrl }: { redisPort: number; simulatorUrl: string }): Env =>
  testEnv({
    SUPABASE_URL: ground.supabaseUrl,
    SUPABASE_SERVICE_ROLE_KEY: ground.serviceRoleKey,
    DATABASE_URL: ground.databaseUrl,
    REDIS_URL: `redis://127.0.0.1:${redisPort}`,
    REDIS_CACHE_URL: `redis://127.0.0.1:${redisPort}`,
    REDIS_PREFIX: `fault-${randomUUID().slice(0, 8)}:`,
    RESEND_BASE_URL: simulatorUrl,
    WHATSAPP_BASE_URL: simulatorUrl,
    MERCADO_PAGO_BASE_URL: simulatorUrl,
    TRUSTED_PROXIES: '1',
  })
