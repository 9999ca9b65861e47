import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bootstrapRoles } from '#db/bootstrap.ts'
import { openDirect } from '#db/direct.ts'
import { migrate } from '#db/migrate.ts'
import { postgresUrl, startPostgres } from '#server/dev/parts/postgres.ts'
import { freePort } from '#server/dev/ports.ts'
import { newSecret } from '#server/dev/tokens.ts'
import { createTempFolder } from '#tests/support/temp-folder.ts'

async function readEpoch(databaseUrl: string): Promise<string> {
  const sql = openDirect({ databaseUrl, applicationName: 'test', maxConnections: 1 })
  try {
    const [row] = await sql<{ epoch: string }[]>`select public.read_db_epoch() as epoch`
    return row?.epoch ?? ''
  } finally {
    await sql.end()
  }
}

test('a restart keeps the epoch; a recovery from the archive, as after a failover, changes it by itself', async () => {
  using folder = createTempFolder()
  const dataDir = join(folder.path, 'postgres')
  const password = newSecret()
  const port = await freePort()
  const databaseUrl = postgresUrl({ port, user: 'postgres', password })
  const start = (settings: Record<string, string> = {}) =>
    startPostgres({
      dataDir,
      port,
      password,
      logFile: join(folder.path, 'postgres.log'),
      settings: { fsync: 'off', ...settings },
    })
  const epochOf = async (settings?: Record<string, string>) => {
    await using _server = await start(settings)
    // Awaited here: the server must not stop before.
    return await readEpoch(databaseUrl)
  }
  {
    await using _server = await start()
    await bootstrapRoles(databaseUrl, { authenticatorPassword: newSecret() })
    await migrate(databaseUrl)
  }
  const first = await epochOf()
  expect(first).toMatch(/^[0-9a-z]{12,32}$/)
  expect(await epochOf()).toBe(first)

  // Postgres replays what it finds, and goes on in a history of its own: a new timeline.
  writeFileSync(join(dataDir, 'recovery.signal'), '')
  const recovered = await epochOf({ restore_command: 'false', hot_standby: 'off' })
  expect(recovered).not.toBe(first)
  expect(await epochOf()).toBe(recovered)
})
