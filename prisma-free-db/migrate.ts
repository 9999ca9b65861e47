import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type postgres from 'postgres'
import { openDirect } from './direct.ts'
import { withDriverErrors } from './errors.ts'

export interface Migration {
  /** "0001_people": sorts in the order of application. */
  readonly name: string
  readonly text: string
  readonly checksum: string
}

interface MigrateOptions {
  /** Where the numbered files are; the project's own by default. */
  readonly directory?: string
  readonly onApply?: (name: string) => void
}

/** An applied file was changed, removed, or a new one would sort before it: history only grows at its end. */
export class MigrationDriftError extends Error {
  override readonly name = 'MigrationDriftError'
}

/**
 * Applies what is missing, in order, each file in a transaction of its own; returns the names it applied.
 * A second runner waits for the first and then finds nothing to do.
 * Throws MigrationDriftError when the applied part is not what the files say.
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(options.directory ?? defaultDirectory())
  const sql = openDirect({
    databaseUrl,
    applicationName: 'plantao-migrate',
    maxConnections: 1,
    statementTimeoutMs: 0,
  })
  try {
    return await withDriverErrors(() => applyAll(sql, { migrations, onApply: options.onApply ?? (() => {}) }))
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** The numbered files of a folder, in order. Throws on a name that is not NNNN_name.sql and on a number used twice. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort()
  const misnamed = files.find((file) => !/^\d{4}_[a-z0-9_]+\.sql$/.test(file))
  if (misnamed) throw new Error(`Migration ${misnamed} must be named NNNN_lower_case.sql`)
  const repeated = files.find((file, index) => files[index - 1]?.slice(0, 4) === file.slice(0, 4))
  if (repeated) throw new Error(`Migration ${repeated} repeats a number`)
  return Promise.all(files.map((file) => readMigration(directory, file)))
}

async function readMigration(directory: string, file: string): Promise<Migration> {
  const text = await readFile(path.join(directory, file), 'utf8')
  return { name: file.replace(/\.sql$/, ''), text, checksum: createHash('sha256').update(text).digest('hex') }
}

const defaultDirectory = (): string => path.join(import.meta.dirname, 'migrations')

interface Plan {
  readonly migrations: readonly Migration[]
  readonly onApply: (name: string) => void
}

async function applyAll(sql: postgres.Sql, plan: Plan): Promise<string[]> {
  const applied: string[] = []
  for (;;) {
    const name = await applyNext(sql, plan.migrations)
    if (name === undefined) break
    plan.onApply(name)
    applied.push(name)
  }
  // PostgREST also reloads after a start that applied nothing: it may have read the schema before a crash.
  await sql`notify pgrst, 'reload schema'`
  return applied
}

/** Lock, look and apply in one transaction: that works behind a transaction pooler too, where a session lock does not. */
function applyNext(sql: postgres.Sql, migrations: readonly Migration[]): Promise<string | undefined> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended('plantao_migrate', 0))`
    await tx.unsafe(ledger)
    const done = await tx<AppliedRow[]>`select name, checksum from migrations.applied order by name`
    const next = findNext(migrations, done)
    if (!next) return undefined
    await runFile(tx, next)
    await tx`insert into migrations.applied (name, checksum) values (${next.name}, ${next.checksum})`
    return next.name
  })
}

/** A failure names the file and its line, which the server gives as a character position. */
async function runFile(tx: postgres.TransactionSql, { name, text }: Migration): Promise<void> {
  try {
    await tx.unsafe(text)
  } catch (error) {
    const position = error instanceof Error ? Number(Reflect.get(error, 'position')) : Number.NaN
    const line = Number.isNaN(position) ? '' : `:${text.slice(0, position).split('\n').length}`
    if (error instanceof Error) error.message = `${name}.sql${line}: ${error.message}`
    throw error
  }
}

interface AppliedRow {
  readonly name: string
  readonly checksum: string
}

function findNext(migrations: readonly Migration[], done: readonly AppliedRow[]): Migration | undefined {
  for (const [index, row] of done.entries()) {
    const file = migrations[index]
    if (file?.name !== row.name) {
      throw new MigrationDriftError(
        `Migration ${row.name} was applied, but the files have ${file?.name ?? 'none'} there`,
      )
    }
    if (file.checksum !== row.checksum) {
      throw new MigrationDriftError(`Migration ${row.name} was changed after it was applied: write a new one instead`)
    }
  }
  return migrations[done.length]
}

// Outside the schema that PostgREST serves.
const ledger = `
create schema if not exists migrations;
create table if not exists migrations.applied (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
);
revoke all on schema migrations from public;
`
