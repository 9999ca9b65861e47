import { findOrInstall, redisServer } from '#server/dev/install-binary.ts'
import { startBenchDatabase } from '#tests/bench/harness/database.ts'
import { createTempFolder, removeAbandonedFolders } from '#tests/support/temp-folder.ts'
import type { Ground } from './world.ts'

/** A Postgres of the fault run alone, durable as in production, which may be stopped and stalled. */
export async function startGround(): Promise<Ground & AsyncDisposable> {
  removeAbandonedFolders()
  await using cleanup = new AsyncDisposableStack()
  await findOrInstall(redisServer, (line) => process.stderr.write(`${line}\n`))
  const directory = cleanup.use(createTempFolder()).path
  const { databaseUrl, supabaseUrl, serviceRoleKey, restart } = cleanup.use(await startBenchDatabase(directory))
  const kept = cleanup.move()
  return {
    ...{ directory, databaseUrl, supabaseUrl, serviceRoleKey },
    restartPostgres: restart,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
