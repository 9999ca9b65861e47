import { bootstrapRoles } from '#db/bootstrap.ts'
import { migrate } from '#db/migrate.ts'
import { seed } from '#db/seed.ts'

interface EmbeddedDatabase {
  readonly databaseUrl: string
  readonly authenticatorPassword: string
}

type Say = (line: string) => void

/** Roles, migrations and seed of the embedded database; each does nothing where it was done before. */
export async function prepareEmbeddedDatabase(database: EmbeddedDatabase, say: Say): Promise<void> {
  await bootstrapRoles(database.databaseUrl, { authenticatorPassword: database.authenticatorPassword })
  await migrateDatabase(database.databaseUrl, say)
  await seed(database.databaseUrl)
}

/** Migrations alone, for a database that is somewhere else and only on request. */
export async function migrateDatabase(databaseUrl: string, say: Say): Promise<void> {
  const applied = await migrate(databaseUrl)
  if (applied.length > 0) say(`${applied.length} migrations applied, up to ${applied.at(-1)}`)
}
