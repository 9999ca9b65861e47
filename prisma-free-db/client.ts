import type { SupabaseClient } from '@supabase/supabase-js'
import type { Logger } from 'pino'
import type postgres from 'postgres'
import { createDirectPool } from './direct.ts'
import { openRest, unwrap } from './rest.ts'
import type { Database, Json } from './schema.ts'

type Functions = Database['public']['Functions']
export type FunctionName = keyof Functions & string

/** The two ways into the database. Every failure to reach it is a DatabaseUnavailableError. */
export interface Db {
  /** PostgREST: reads that the cache stands in front of, and staff CRUD. */
  readonly rest: SupabaseClient<Database>
  /** The direct pool, where DATABASE_URL is set. Read it for each use: it is replaced when the server froze. */
  readonly sql: postgres.Sql | undefined
  /** Runs an SQL function: on the direct pool when there is one, over PostgREST otherwise. */
  call<N extends FunctionName>(fn: N, args: Functions[N]['Args']): Promise<Json>
  close(): Promise<void>
}

export interface DbOptions {
  readonly supabaseUrl: string
  readonly serviceRoleKey: string
  readonly databaseUrl?: string | undefined
  /** Shows in pg_stat_activity. */
  readonly applicationName: string
  readonly log: Logger
}

/** Connects to nothing until it is used. */
export function createDb({ databaseUrl, log, ...options }: DbOptions): Db {
  const rest = openRest(options)
  const direct =
    databaseUrl === undefined
      ? undefined
      : createDirectPool({
          databaseUrl,
          applicationName: options.applicationName,
          onReplaced: () => log.warn('the database did not answer: its connections were replaced'),
        })
  return {
    rest,
    get sql() {
      return direct?.sql
    },
    call: async (fn, args) => (direct ? direct.call(fn, args) : unwrap<Json>(await rest.rpc(fn, args))),
    close: async () => direct?.close(),
  }
}
