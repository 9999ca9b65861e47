import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Command } from '../commands.ts'
import { runCommand } from '../commands.ts'
import { endsWithParent } from '../death-signal.ts'
import { postgresBinaries } from '../npm-binaries.ts'
import type { Part } from '../part.ts'
import { bareEnvironment } from '../part-environment.ts'
import { type PostgresAccount, preparePostgresAccount } from '../postgres-account.ts'
import { spawnPart } from '../spawn-part.ts'

export interface PostgresOptions {
  readonly dataDir: string
  readonly port: number
  /** Of the superuser `postgres`. */
  readonly password: string
  readonly logFile: string
  readonly signal?: AbortSignal | undefined
  /** Server settings beyond the defaults, e.g. `{ fsync: 'off' }` for throw-away test servers. */
  readonly settings?: Readonly<Record<string, string>>
}

export const databaseName = 'plantao'

/** A Postgres on loopback with the database `plantao`; creates its data folder the first time. Durable: fsync stays on. */
export async function startPostgres(options: PostgresOptions): Promise<Part> {
  const account = preparePostgresAccount(options.dataDir)
  if (!existsSync(join(options.dataDir, 'PG_VERSION'))) await initialise(options, account)
  return spawnPart({
    name: 'postgres',
    port: options.port,
    url: `postgres://127.0.0.1:${options.port}/${databaseName}`,
    logFile: options.logFile,
    signal: options.signal,
    command: account.wrap(endsWithParent(serverCommand(options), 'INT')),
    env: bareEnvironment(),
    isReady: () => createDatabaseOnce(options),
    stopSignal: 'SIGINT',
    stopWithinMs: 15_000,
  })
}

/** The connection string of a role of the embedded server. */
export function postgresUrl(options: { port: number; user: string; password: string; database?: string }): string {
  const { port, user, password, database = databaseName } = options
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/** A data folder without PG_VERSION is the rest of an initdb that was cut short: it holds nothing. */
async function initialise({ dataDir, password }: PostgresOptions, account: PostgresAccount): Promise<void> {
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const passwordFile = `${dataDir}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  account.own(dataDir, passwordFile)
  try {
    await runCommand(account.wrap(initdbCommand(dataDir, passwordFile)), bareEnvironment())
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** The builtin C.UTF-8 collation sorts alike on every machine and never changes under an index. */
const initdbCommand = (dataDir: string, passwordFile: string): Command => [
  postgresBinaries().initdb,
  `--pgdata=${dataDir}`,
  '--username=postgres',
  `--pwfile=${passwordFile}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
]

function serverCommand({ dataDir, port, settings }: PostgresOptions): Command {
  const all = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 200, ...settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return [postgresBinaries().postgres, '-D', dataDir, ...flags]
}

async function createDatabaseOnce({ port, password }: PostgresOptions): Promise<boolean> {
  const url = postgresUrl({ port, user: 'postgres', password, database: 'postgres' })
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} })
  try {
    const found = await sql`select 1 from pg_database where datname = ${databaseName}`
    if (found.length === 0) await sql.unsafe(`create database ${databaseName}`)
    return true
  } finally {
    await sql.end({ timeout: 1 })
  }
}
