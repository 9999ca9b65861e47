import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrapRoles } from '#db/bootstrap.ts'
import { migrate } from '#db/migrate.ts'
import { seed } from '#db/seed.ts'
import { postgresUrl, startPostgres } from '#server/dev/parts/postgres.ts'
import { startPostgrest } from '#server/dev/parts/postgrest.ts'
import { freePort } from '#server/dev/ports.ts'
import { newSecret, signServiceRoleKey } from '#server/dev/tokens.ts'

export interface BenchDatabase extends AsyncDisposable {
  readonly databaseUrl: string
  readonly supabaseUrl: string
  readonly serviceRoleKey: string
  /** Of the server; its backends are its children. */
  pid(): number
  /** Stops Postgres in order and starts it again on the same port; PostgREST goes on. */
  restart(): Promise<void>
}

/** Postgres and PostgREST of this run alone, migrated and seeded; durable, as in production. */
export async function startBenchDatabase(directory: string): Promise<BenchDatabase> {
  await using cleanup = new AsyncDisposableStack()
  const [password, authenticatorPassword, jwtSecret] = [newSecret(), newSecret(), newSecret()]
  const options = {
    dataDir: join(directory, 'postgres'),
    port: await freePort(),
    password,
    logFile: join(directory, 'postgres.log'),
  }
  let server = await startPostgres(options)
  cleanup.defer(() => server.stop())
  const urlOf = (user: string, secret: string) => postgresUrl({ port: options.port, user, password: secret })
  const databaseUrl = urlOf('postgres', password)
  await bootstrapRoles(databaseUrl, { authenticatorPassword })
  await migrate(databaseUrl)
  await seed(databaseUrl)
  const rest = cleanup.use(
    await startPostgrest({
      port: await freePort(),
      databaseUrl: urlOf('authenticator', authenticatorPassword),
      jwtSecret,
      logFile: join(directory, 'postgrest.log'),
    }),
  )
  const kept = cleanup.move()
  return {
    databaseUrl,
    supabaseUrl: rest.url,
    serviceRoleKey: signServiceRoleKey(jwtSecret),
    pid: () => Number(readFileSync(join(options.dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]),
    async restart() {
      await server.stop()
      server = await startPostgres(options)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
