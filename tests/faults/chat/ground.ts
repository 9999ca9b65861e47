import { join } from 'node:path'
import { bootstrapRoles } from '#db/bootstrap.ts'
import { migrate } from '#db/migrate.ts'
import { seed } from '#db/seed.ts'
import { findOrInstall, redisServer } from '#server/dev/install-binary.ts'
import { postgresUrl, startPostgres } from '#server/dev/parts/postgres.ts'
import { startPostgrest } from '#server/dev/parts/postgrest.ts'
import { freePort } from '#server/dev/ports.ts'
import { newSecret, signServiceRoleKey } from '#server/dev/tokens.ts'
import { createTempFolder, removeAbandonedFolders } from '#tests/support/temp-folder.ts'
import type { Ground } from './world.ts'

/** A Postgres of the fault run alone, durable as in production, which may be stopped and stalled. */
export async function startGround(): Promise<Ground & AsyncDisposable> {
  removeAbandonedFolders()
  await using cleanup = new AsyncDisposableStack()
  await findOrInstall(redisServer, (line) => process.stderr.write(`${line}\n`))
  const directory = cleanup.use(createTempFolder()).path
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
    directory,
    databaseUrl,
    supabaseUrl: rest.url,
    serviceRoleKey: signServiceRoleKey(jwtSecret),
    async restartPostgres() {
      await server.stop()
      server = await startPostgres(options)
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
