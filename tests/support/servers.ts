import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import postgres from 'postgres'
import { inject } from 'vitest'
import type { Part } from '#server/dev/part.ts'
import { postgresUrl } from '#server/dev/parts/postgres.ts'
import { startPostgrest } from '#server/dev/parts/postgrest.ts'
import { freePort } from '#server/dev/ports.ts'
import { newSecret, signServiceRoleKey } from '#server/dev/tokens.ts'
import type { TestServers } from './server-group.ts'
import { templateDatabase } from './server-group.ts'

export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  /** As the superuser, for the direct driver. */
  readonly databaseUrl: string
  readonly serviceRoleKey: string
  /** Starts a PostgREST over this database the first time and answers its address; it ends with the database. */
  startRest(): Promise<string>
}

/** The addresses of the run's real servers. */
export const testServers = (): TestServers => inject('servers')

/** A key prefix that no other test file or run uses. */
export const testPrefix = (): string => `test-${randomUUID().slice(0, 8)}:`

/** A database of one's own: a copy of the migrated and seeded template, dropped when disposed. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(`create database ${name} template ${templateDatabase}`)
  const jwtSecret = newSecret()
  let rest: Promise<Part> | undefined
  return {
    name,
    databaseUrl: superuserUrl(name),
    serviceRoleKey: signServiceRoleKey(jwtSecret),
    async startRest() {
      rest ??= startRestFor(name, jwtSecret)
      return (await rest).url
    },
    async [Symbol.asyncDispose]() {
      await (await rest)?.stop()
      await administer(`drop database ${name} with (force)`)
    },
  }
}

async function startRestFor(database: string, jwtSecret: string): Promise<Part> {
  const { directory, postgres: server } = testServers()
  return startPostgrest({
    port: await freePort(),
    databaseUrl: postgresUrl({
      port: server.port,
      user: 'authenticator',
      password: server.authenticatorPassword,
      database,
    }),
    jwtSecret,
    poolSize: 4,
    logFile: join(directory, `postgrest-${database}.log`),
  })
}

async function administer(statement: string): Promise<void> {
  const sql = postgres(superuserUrl('postgres'), { max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}

const superuserUrl = (database: string): string =>
  postgresUrl({ ...testServers().postgres, user: 'postgres', database })
