import { join } from 'node:path'
import postgres from 'postgres'
import { bootstrapRoles } from '#db/bootstrap.ts'
import { migrate } from '#db/migrate.ts'
import { seed } from '#db/seed.ts'
import { findOrInstall, redisServer } from '#server/dev/install-binary.ts'
import { postgresUrl, startPostgres } from '#server/dev/parts/postgres.ts'
import { startRedis } from '#server/dev/parts/redis.ts'
import { startSimulator } from '#server/dev/parts/simulator.ts'
import { freePort } from '#server/dev/ports.ts'
import { startTogether } from '#server/dev/start-together.ts'
import { newSecret } from '#server/dev/tokens.ts'
import { createTempFolder, removeAbandonedFolders } from './temp-folder.ts'
import { testProviderSecrets } from './test-env.ts'

/** What a test file needs to reach the servers of the run; plain data, because it crosses to the test processes. */
export interface TestServers {
  /** Holds the servers' data and logs; free for a test's own files; removed after the run. */
  readonly directory: string
  readonly postgres: { readonly port: number; readonly password: string; readonly authenticatorPassword: string }
  /** With the password, ready for a client. */
  readonly redisUrl: string
  readonly redisCacheUrl: string
  readonly simulatorUrl: string
}

interface ServerGroup extends AsyncDisposable {
  readonly servers: TestServers
}

/** Bootstrapped, migrated and seeded once; every test database is a copy of it. */
export const templateDatabase = 'plantao_template'

/** Starts the servers of one run side by side; leaves nothing behind when one of them fails. */
export async function startServerGroup(): Promise<ServerGroup> {
  removeAbandonedFolders()
  await using cleanup = new AsyncDisposableStack()
  const directory = cleanup.use(createTempFolder()).path
  await findOrInstall(redisServer, (line) => process.stderr.write(`${line}\n`))
  const [database, state, cache, simulator] = await startTogether([
    startTestPostgres(directory),
    startTestRedis('state', directory),
    startTestRedis('cache', directory),
    startTestSimulator(directory),
  ])
  for (const part of [database, state, cache, simulator]) cleanup.use(part)
  const postgres = { port: database.port, password: database.password, authenticatorPassword: newSecret() }
  await createTemplate(postgres)
  const kept = cleanup.move()
  return {
    servers: { directory, postgres, redisUrl: state.url, redisCacheUrl: cache.url, simulatorUrl: simulator.url },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Throw-away data: without fsync a copy of the template takes a fraction of the time. */
async function startTestPostgres(directory: string) {
  const password = newSecret()
  const part = await startPostgres({
    dataDir: join(directory, 'postgres'),
    port: await freePort(),
    password,
    logFile: join(directory, 'postgres.log'),
    settings: { fsync: 'off' },
  })
  return { ...part, password }
}

async function startTestRedis(role: 'state' | 'cache', directory: string) {
  const password = newSecret()
  const part = await startRedis({
    name: `redis-${role}`,
    dir: join(directory, `redis-${role}`),
    port: await freePort(),
    password,
    role,
    logFile: join(directory, `redis-${role}.log`),
  })
  return { ...part, url: `redis://:${password}@127.0.0.1:${part.port}` }
}

const startTestSimulator = async (directory: string) =>
  startSimulator({
    port: await freePort(),
    storeFile: join(directory, 'simulator.json'),
    secrets: testProviderSecrets,
    logFile: join(directory, 'simulator.log'),
  })

async function createTemplate({ port, password, authenticatorPassword }: TestServers['postgres']): Promise<void> {
  const admin = postgres(postgresUrl({ port, user: 'postgres', password, database: 'postgres' }), { max: 1 })
  try {
    await admin.unsafe(`create database ${templateDatabase}`)
  } finally {
    await admin.end()
  }
  const url = postgresUrl({ port, user: 'postgres', password, database: templateDatabase })
  await bootstrapRoles(url, { authenticatorPassword })
  await migrate(url)
  await seed(url)
}
