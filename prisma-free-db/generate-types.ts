import type postgres from 'postgres'
import { z } from 'zod'
import { openDirect } from './direct.ts'
import { withDriverErrors } from './errors.ts'

/** The text of schema.ts for a migrated database: supabase-js' `Database` type of schema public. */
export async function generateTypes(databaseUrl: string): Promise<string> {
  const sql = openDirect({ databaseUrl, applicationName: 'plantao-generate-types', maxConnections: 1 })
  try {
    const catalog = await withDriverErrors(() => readCatalog(sql))
    return printSchema(catalog)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

const catalogShape = z.object({
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          isNullable: z.boolean(),
          hasDefault: z.boolean(),
          isAlwaysGenerated: z.boolean(),
        }),
      ),
      relationships: z.array(
        z.object({
          name: z.string(),
          columns: z.array(z.string()),
          isOneToOne: z.boolean(),
          table: z.string(),
          tableColumns: z.array(z.string()),
        }),
      ),
    }),
  ),
  functions: z.array(
    z.object({
      name: z.string(),
      returns: z.string(),
      args: z.array(z.object({ name: z.string(), type: z.string(), isOptional: z.boolean() })),
    }),
  ),
})

type Catalog = z.infer<typeof catalogShape>
type Table = Catalog['tables'][number]
type Column = Table['columns'][number]
type SqlFunction = Catalog['functions'][number]

async function readCatalog(sql: postgres.Sql): Promise<Catalog> {
  const [tables] = await sql.unsafe(tablesQuery)
  const [functions] = await sql.unsafe(functionsQuery)
  return catalogShape.parse({ tables: tables?.value, functions: functions?.value })
}

const tablesQuery = `
select coalesce(jsonb_agg(jsonb_build_object(
  'name', c.relname,
  'columns', (
    select jsonb_agg(jsonb_build_object(
      'name', a.attname,
      'type', format_type(a.atttypid, null),
      'isNullable', not a.attnotnull,
      'hasDefault', a.atthasdef or a.attidentity <> '',
      'isAlwaysGenerated', a.attidentity = 'a' or a.attgenerated <> ''
    ) order by a.attname)
    from pg_attribute as a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  ),
  'relationships', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', fk.conname,
      'columns', (select jsonb_agg(attname order by n) from unnest(fk.conkey) with ordinality as k(num, n)
        join pg_attribute on attrelid = fk.conrelid and attnum = k.num),
      'isOneToOne', exists (
        select from pg_index as i
        where i.indrelid = fk.conrelid and i.indisunique and i.indpred is null
          and i.indkey::int2[] @> fk.conkey and i.indkey::int2[] <@ fk.conkey
      ),
      'table', target.relname,
      'tableColumns', (select jsonb_agg(attname order by n) from unnest(fk.confkey) with ordinality as k(num, n)
        join pg_attribute on attrelid = fk.confrelid and attnum = k.num)
    ) order by fk.conname), '[]')
    from pg_constraint as fk join pg_class as target on target.oid = fk.confrelid
    where fk.conrelid = c.oid and fk.contype = 'f'
  )
) order by c.relname), '[]') as value
from pg_class as c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`

const functionsQuery = `
select coalesce(jsonb_agg(jsonb_build_object(
  'name', f.proname,
  'returns', format_type(f.prorettype, null),
  'args', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', f.proargnames[n],
      'type', format_type(t, null),
      'isOptional', n > f.pronargs - f.pronargdefaults
    ) order by f.proargnames[n]), '[]')
    from unnest(f.proargtypes::oid[]) with ordinality as arg(t, n)
  )
) order by f.proname), '[]') as value
from pg_proc as f
where f.pronamespace = 'public'::regnamespace and f.prokind = 'f' and f.prorettype <> 'trigger'::regtype`

function printSchema({ tables, functions }: Catalog): string {
  return `// Generated from a migrated database by prisma-free-db/cli/generate-types.ts: do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  __InternalSupabase: {
    PostgrestVersion: '12'
  }
  public: {
    Tables: {
${tables.map(printTable).join('\n')}
    }
    Views: Record<never, never>
    Functions: {
${functions.map(printFunction).join('\n')}
    }
    Enums: Record<never, never>
    CompositeTypes: Record<never, never>
  }
}
`
}

function printTable({ name, columns, relationships }: Table): string {
  return `      ${name}: {
        Row: {
${columns.map((column) => `          ${column.name}: ${columnType(column)}`).join('\n')}
        }
        Insert: {
${columns.map((column) => `          ${printWritable(column, column.hasDefault || column.isNullable)}`).join('\n')}
        }
        Update: {
${columns.map((column) => `          ${printWritable(column, true)}`).join('\n')}
        }
        Relationships: [${relationships.map(printRelationship).join('')}${relationships.length > 0 ? '\n        ' : ''}]
      }`
}

function printWritable(column: Column, isOptional: boolean): string {
  if (column.isAlwaysGenerated) return `${column.name}?: never`
  return `${column.name}${isOptional ? '?' : ''}: ${columnType(column)}`
}

function printRelationship(relationship: Table['relationships'][number]): string {
  const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')
  return `
          {
            foreignKeyName: '${relationship.name}'
            columns: [${quoted(relationship.columns)}]
            isOneToOne: ${relationship.isOneToOne}
            referencedRelation: '${relationship.table}'
            referencedColumns: [${quoted(relationship.tableColumns)}]
          },`
}

function printFunction({ name, args, returns }: SqlFunction): string {
  const list = args.map((arg) => `          ${printArgument(arg)}`)
  const printed = list.length === 0 ? 'Record<PropertyKey, never>' : `{\n${list.join('\n')}\n        }`
  return `      ${name}: {
        Args: ${printed}
        Returns: ${typeScriptType(returns)}
      }`
}

/** `undefined` is written out so that callers can hand an optional value on (exactOptionalPropertyTypes). */
function printArgument({ name, type, isOptional }: SqlFunction['args'][number]): string {
  return isOptional ? `${name}?: ${typeScriptType(type)} | undefined` : `${name}: ${typeScriptType(type)}`
}

const columnType = ({ type, isNullable }: Column): string => `${typeScriptType(type)}${isNullable ? ' | null' : ''}`

const scalarTypes: Readonly<Record<string, string>> = {
  bigint: 'number',
  boolean: 'boolean',
  date: 'string',
  'double precision': 'number',
  integer: 'number',
  json: 'Json',
  jsonb: 'Json',
  numeric: 'number',
  smallint: 'number',
  text: 'string',
  'timestamp with time zone': 'string',
  uuid: 'string',
  void: 'undefined',
}

/** What PostgREST's JSON holds for a Postgres type; a type that is not known here stops the generator. */
function typeScriptType(type: string): string {
  if (type.endsWith('[]')) return `${typeScriptType(type.slice(0, -2))}[]`
  const known = scalarTypes[type]
  if (known === undefined) throw new Error(`No TypeScript type for ${type}: add it to generate-types.ts`)
  return known
}
