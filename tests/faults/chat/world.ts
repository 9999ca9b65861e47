import { randomUUID } from 'node:crypto'
import type { Part } from '#server/dev/part.ts'
import { freePort } from '#server/dev/ports.ts'
import type { Env } from '#server/env.ts'
import { type ConnectedServices, createConnectedServices } from '#server/services.ts'
import { type TcpProxy as RedisProxy, startTcpProxy as startRedisProxy } from '#tests/bench/harness/tcp-proxy.ts'
import { type RedisProcess, startRedisProcess } from '#tests/support/redis-process.ts'
import { spawnNode } from '#tests/support/spawn-node.ts'
import { startTcpProxy, type TcpProxy } from '#tests/support/tcp-proxy.ts'
import { testEnv } from '#tests/support/test-env.ts'
import { startRestartable } from '../restartable.ts'
import { readMetric } from './read-metric.ts'

/** Where the ledger is kept. */
export interface Ground {
  readonly directory: string
  readonly databaseUrl: string
  readonly supabaseUrl: string
  readonly serviceRoleKey: string
  /** Rejects where others use the same Postgres. */
  restartPostgres(): Promise<void>
}

/** A gateway with two ways to it: one that faults may cut, one that they leave alone. */
export interface WorldGateway {
  readonly port: number
  readonly shaky: TcpProxy
  /** Changes when it is started again. */
  part(): Part
  kill(signal: NodeJS.Signals): void
  start(): Promise<void>
  metric(name: string): Promise<number>
}

export interface World extends AsyncDisposable {
  readonly env: Env
  /** For the harness' own reading and for sessions; its Redis connections suffer with the rest. */
  readonly services: ConnectedServices
  readonly redis: RedisProcess
  /** Between the processes and Redis. */
  readonly redisProxy: RedisProxy
  readonly gateways: readonly WorldGateway[]
  readonly apiUrl: string
  killApi(): Promise<void>
  startApi(): Promise<void>
}

/** The real processes of the chat over a Redis of their own. */
export async function startWorld(ground: Ground, { gateways: count = 2 } = {}): Promise<World> {
  await using cleanup = new AsyncDisposableStack()
  const redis = cleanup.use(await startRedisProcess({ settings: ['maxmemory-policy noeviction'] }))
  const redisProxy = cleanup.use(await startRedisProxy(redis.port))
  const env = testEnv({
    SUPABASE_URL: ground.supabaseUrl,
    SUPABASE_SERVICE_ROLE_KEY: ground.serviceRoleKey,
    DATABASE_URL: ground.databaseUrl,
    REDIS_URL: `redis://127.0.0.1:${redisProxy.port}`,
    REDIS_CACHE_URL: `redis://127.0.0.1:${redisProxy.port}`,
    REDIS_PREFIX: `fault-${randomUUID().slice(0, 8)}:`,
    TRUSTED_PROXIES: '1',
  })
  const services = createConnectedServices(
    { ...env, REDIS_URL: `redis://127.0.0.1:${redis.port}`, REDIS_CACHE_URL: `redis://127.0.0.1:${redis.port}` },
    { name: 'faults' },
  )
  cleanup.defer(() => services.close())
  await services.redis.ready()
  const gateways = await Promise.all(Array.from({ length: count }, () => startWorldGateway(env, ground.directory)))
  for (const gateway of gateways) cleanup.use(gateway)
  const api = await startRestartable(await freePort(), (port) =>
    spawnNode(['tests/support/cli/serve-api.ts', String(port)], { env, port, directory: ground.directory, variables }),
  )
  cleanup.use(api)
  const kept = cleanup.move()
  return {
    env,
    services,
    redis,
    redisProxy,
    gateways,
    apiUrl: `http://127.0.0.1:${api.port}`,
    killApi: async () => {
      api.kill('SIGKILL')
      await api.part().exited
    },
    startApi: api.start,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const variables = { NODE_ENV: 'production', LOG_LEVEL: 'info' }

async function startWorldGateway(env: Env, directory: string): Promise<WorldGateway & AsyncDisposable> {
  const port = await freePort()
  const gateway = await startRestartable(port, () =>
    spawnNode(['server/gateway/main.ts'], { env, port, directory, variables }),
  )
  const shaky = await startTcpProxy(port)
  return {
    ...gateway,
    shaky,
    metric: async (name) => readMetric(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text(), name),
    [Symbol.asyncDispose]: async () => {
      await shaky[Symbol.asyncDispose]()
      await gateway[Symbol.asyncDispose]()
    },
  }
}
