import type postgres from 'postgres'
import type { RedisClient } from '#server/redis/create-client.ts'

/** Where a trace was found: `public.leads: …` or `redis chat:…: …`, with what stands around it. */
export type Finding = string

/** Every row of every table, as text. */
export async function scanPostgres(sql: postgres.Sql, traces: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const name of await tablesOf(sql)) {
    const rows = await sql.unsafe<{ row: string }[]>(`select lower(t::text) as row from ${name} as t`)
    for (const { row } of rows) findings.push(...findIn(name, row, traces))
  }
  return findings
}

async function tablesOf(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
  return rows.map(({ name }) => name)
}

/** Every text column of the project's tables, as `schema.table.column`. */
export async function textColumns(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select format('%s.%s.%s', c.table_schema, c.table_name, c.column_name) as name
    from information_schema.columns as c
    join information_schema.tables as t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and c.table_schema in ('public', 'private')
      and c.data_type not in (
        'uuid', 'boolean', 'integer', 'bigint', 'smallint', 'double precision', 'numeric', 'date', 'xid8',
        'timestamp with time zone'
      )
    order by 1`
  return rows.map(({ name }) => name)
}

/** Whether any row of `schema.table.column` holds one of the traces. */
export async function columnHolds(sql: postgres.Sql, column: string, traces: readonly string[]): Promise<boolean> {
  const [schema = '', table = '', name = ''] = column.split('.')
  const rows = await sql<{ value: string }[]>`
    select lower(${sql(name)}::text) as value from ${sql(`${schema}.${table}`)} where ${sql(name)} is not null`
  return rows.some(({ value }) => traces.some((trace) => value.includes(trace)))
}

/** Every key that belongs to a prefix, with all that it holds. */
export async function scanRedis(client: RedisClient, prefix: string, traces: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const key of await keysOf(client, prefix)) {
    const content = await readKey(client, key)
    findings.push(...findIn(`redis ${key}`, `${key} ${content}`.toLowerCase(), traces))
  }
  return findings
}

async function keysOf(client: RedisClient, prefix: string): Promise<string[]> {
  const found = new Set<string>()
  let cursor = '0'
  do {
    const reply: unknown = await client.call('SCAN', cursor, 'MATCH', `*${prefix}*`, 'COUNT', '1000')
    const [next, keys] = Array.isArray(reply) ? reply : []
    for (const key of Array.isArray(keys) ? keys : []) found.add(String(key))
    cursor = String(next)
  } while (cursor !== '0')
  return [...found]
}

const readers: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  string: ['GET'],
  hash: ['HGETALL'],
  list: ['LRANGE', '0', '-1'],
  set: ['SMEMBERS'],
  zset: ['ZRANGE', '0', '-1', 'WITHSCORES'],
  stream: ['XRANGE', '-', '+'],
}

/** A kind of value that is not known here fails the scan. */
async function readKey(client: RedisClient, key: string): Promise<string> {
  const type = String(await client.call('TYPE', key))
  if (type === 'none') return ''
  const reader = readers[type]
  if (!reader) throw new Error(`nobody knows how to read ${key}, a ${type}`)
  const [command, ...args] = reader
  return JSON.stringify(await client.call(command, key, ...args))
}

function findIn(place: string, text: string, traces: readonly string[]): Finding[] {
  return traces.flatMap((trace) => {
    const at = text.indexOf(trace)
    return at < 0 ? [] : [`${place}: …${text.slice(Math.max(0, at - 60), at + trace.length + 20)}…`]
  })
}
