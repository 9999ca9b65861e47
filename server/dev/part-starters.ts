import type { Ports } from './choose-ports.ts'
import type { Home } from './home.ts'
import type { Part } from './part.ts'
import type { PartName } from './part-names.ts'
import { startGateway, startWeb, startWorker } from './parts/application.ts'
import { postgresUrl, startPostgres } from './parts/postgres.ts'
import { startPostgrest } from './parts/postgrest.ts'
import { startRedis } from './parts/redis.ts'
import { startSimulator } from './parts/simulator.ts'
import { deriveProviderSecrets } from './provider-secrets.ts'
import type { Secrets } from './secrets.ts'

export interface PartContext {
  readonly home: Home
  readonly ports: Ports
  readonly secrets: Secrets
  /** For web, gateway and worker. */
  readonly environment: NodeJS.ProcessEnv
  readonly isWatching: boolean
  readonly say: (line: string) => void
}

type PartStarters = Readonly<Record<PartName, (signal: AbortSignal) => Promise<Part>>>

/** How each part of the stack is started; a name without a starter does not compile. */
export function createPartStarters(context: PartContext): PartStarters {
  const { home, secrets, environment, isWatching, say } = context
  const common = (name: PartName, signal: AbortSignal) => ({
    port: context.ports[name],
    logFile: home.logOf(name),
    signal,
  })
  const application = (name: PartName, signal: AbortSignal) => ({
    ...common(name, signal),
    env: environment,
    isWatching,
  })
  const redis = (name: 'redis-state' | 'redis-cache', signal: AbortSignal) =>
    startRedis({ name, say, ...common(name, signal), ...redisSettings(name, home, secrets) })
  return {
    postgres: (signal) =>
      startPostgres({ dataDir: home.postgres, password: secrets.postgresPassword, ...common('postgres', signal) }),
    'redis-state': (signal) => redis('redis-state', signal),
    'redis-cache': (signal) => redis('redis-cache', signal),
    postgrest: (signal) =>
      startPostgrest({
        databaseUrl: authenticatorUrl(context),
        jwtSecret: secrets.jwtSecret,
        ...common('postgrest', signal),
      }),
    simulator: (signal) =>
      startSimulator({
        storeFile: home.simulatorStore,
        site: `http://127.0.0.1:${context.ports.web}`,
        secrets: deriveProviderSecrets(secrets.jwtSecret),
        ...common('simulator', signal),
      }),
    web: (signal) => startWeb(application('web', signal)),
    gateway: (signal) => startGateway(application('gateway', signal)),
    worker: (signal) => startWorker(application('worker', signal)),
  }
}

function redisSettings(name: 'redis-state' | 'redis-cache', home: Home, secrets: Secrets) {
  return name === 'redis-state'
    ? ({ role: 'state', dir: home.redisState, password: secrets.redisStatePassword } as const)
    : ({ role: 'cache', dir: home.redisCache, password: secrets.redisCachePassword } as const)
}

const authenticatorUrl = ({ ports, secrets }: PartContext): string =>
  postgresUrl({ port: ports.postgres, user: 'authenticator', password: secrets.authenticatorPassword })
