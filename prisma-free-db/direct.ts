import postgres from 'postgres'
import { DatabaseUnavailableError, withDriverErrors } from './errors.ts'
import type { Json } from './schema.ts'

export type FunctionArgs = Readonly<Record<string, Json | undefined>>

interface DirectOptions {
  readonly databaseUrl: string
  readonly applicationName: string
  readonly maxConnections?: number
  /** 0 switches the limit off, for migrations. */
  readonly statementTimeoutMs?: number
}

const connectTimeoutSeconds = 2
const defaultStatementTimeoutMs = 5_000
const defaultDeadlineMs = defaultStatementTimeoutMs + 1_000
const transactionPoolerPort = '6543'

/**
 * A pool of the direct driver. Connects on first use.
 *
 * Behind a transaction pooler (`?pgbouncer=true` in the URL, or Supabase's pooler port 6543) there are no named
 * prepared statements and no start-up settings: both belong to a session, which such a pooler does not give.
 */
export function openDirect(options: DirectOptions): postgres.Sql {
  const { url, isPooled } = parseDatabaseUrl(options.databaseUrl)
  return postgres(url, {
    max: options.maxConnections ?? 10,
    connect_timeout: connectTimeoutSeconds,
    // The driver's own waits up to 20 s after some failures, and queries wait with it; a dead database must fail fast.
    backoff: () => 0.1 + Math.random() / 10,
    idle_timeout: 300,
    prepare: !isPooled,
    fetch_types: false,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName,
      ...(isPooled ? {} : { statement_timeout: options.statementTimeoutMs ?? defaultStatementTimeoutMs }),
    },
  })
}

export interface DirectPool {
  readonly sql: postgres.Sql
  call(fn: string, args: FunctionArgs): Promise<Json>
  close(): Promise<void>
}

interface DirectPoolOptions extends DirectOptions {
  /** How long a call may take as seen from here. */
  readonly deadlineMs?: number
  readonly onReplaced: () => void
}

/** The pool of the hot path: a server that stops answering costs one deadline, then the pool starts afresh. */
export function createDirectPool(options: DirectPoolOptions): DirectPool {
  const deadlineMs = options.deadlineMs ?? defaultDeadlineMs
  let sql = openDirect(options)
  const replace = (stuck: postgres.Sql) => {
    if (sql !== stuck) return
    sql = openDirect(options)
    options.onReplaced()
    // Its sockets may wait for an answer for many minutes; destroying them frees what queued behind.
    void stuck.end({ timeout: 0 }).catch(() => {})
  }
  return {
    get sql() {
      return sql
    },
    call(fn, args) {
      const used = sql
      const work = callDirect(used, fn, args)
      return withDriverErrors(() => withDeadline(work, { deadlineMs, onExpired: () => replace(used) }))
    },
    close: () => sql.end({ timeout: 2 }),
  }
}

/** `select public.fn(name => $1, …)` and its single value. */
async function callDirect(sql: postgres.Sql, fn: string, args: FunctionArgs): Promise<Json> {
  const given = Object.entries(args).filter(([, value]) => value !== undefined)
  const list = given.map(([name], index) => `${identifier(name)} => $${index + 1}`).join(', ')
  const values = given.map(([, value]) => toParameter(sql, value))
  const [row] = await sql.unsafe(`select public.${identifier(fn)}(${list}) as value`, values, { prepare: true })
  return row?.value ?? null
}

interface Deadline {
  readonly deadlineMs: number
  readonly onExpired: () => void
}

/** Covers what statement_timeout cannot: a server that is frozen, or whose network went away. */
export async function withDeadline<T>(work: Promise<T>, { deadlineMs, onExpired }: Deadline): Promise<T> {
  const expired = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    onExpired()
    expired.reject(new DatabaseUnavailableError(new Error(`no answer in ${deadlineMs} ms`)))
  }, deadlineMs)
  return Promise.race([work, expired.promise]).finally(() => clearTimeout(timer))
}

/** Objects and arrays are jsonb: no function takes a Postgres array. */
function toParameter(sql: postgres.Sql, value: Json | undefined) {
  return typeof value === 'object' && value !== null ? sql.json(value) : (value ?? null)
}

export function parseDatabaseUrl(databaseUrl: string): { url: string; isPooled: boolean } {
  const url = new URL(databaseUrl)
  const isPooled = url.searchParams.get('pgbouncer') === 'true' || url.port === transactionPoolerPort
  // The driver would send it to the server as a setting.
  url.searchParams.delete('pgbouncer')
  return { url: url.href, isPooled }
}

const identifier = (name: string): string => {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`Not a plain SQL name: ${name}`)
  return name
}
