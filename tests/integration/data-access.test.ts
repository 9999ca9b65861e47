import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '#db/migrate.ts'
import { recordAudit } from '#db/queries/audit.ts'
import { newId } from '#server/contracts/ids.ts'
import { type BothWays, openBothWays, ways } from '#tests/support/both-ways.ts'

let both: BothWays
beforeAll(async () => {
  both = await openBothWays()
})
afterAll(async () => both[Symbol.asyncDispose]())

const forbidden = { code: '42501' }

test('every table of the API has row-level security on', async () => {
  const open = await both.sql`
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`
  expect(open).toEqual([])
})

/** What anon or authenticated may do with tables, columns, sequences and functions of ours. */
const listPublicRights = (sql: BothWays['sql']) => sql`
  select role, name from (values ('anon'), ('authenticated')) as roles (role), lateral (
    select c.relname as name from pg_class as c
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
      and (
        has_table_privilege(role, c.oid, 'select, insert, update, delete, truncate, references, trigger')
        or has_any_column_privilege(role, c.oid, 'select, insert, update, references')
      )
    union all
    select c.relname from pg_class as c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
      and has_sequence_privilege(role, c.oid, 'usage, select, update')
    union all
    select f.proname from pg_proc as f
    where f.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and has_function_privilege(role, f.oid, 'execute')
  ) as granted`

test('neither anon nor authenticated holds a right on any table, column, sequence or function of ours', async () => {
  expect(await listPublicRights(both.sql)).toEqual([])
})

test('that also holds where everything new is handed to them, as Supabase does', async () => {
  await using fresh = await openBothWays()
  await fresh.sql.unsafe(`
    drop schema private, migrations, public cascade;
    create schema public;
    grant usage on schema public to public;
    alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
    alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
    alter default privileges in schema public grant all on routines to anon, authenticated, service_role`)
  await migrate(fresh.database.databaseUrl)
  expect(await listPublicRights(fresh.sql)).toEqual([])
  const [log] = await fresh.sql`
    select has_table_privilege('service_role', 'public.audit_log', 'update, delete, truncate') as can_change`
  expect(log).toEqual({ can_change: false })
})

test('every function fixes its search path, or was bound when it was created', async () => {
  const loose = await both.sql`
    select proname from pg_proc
    where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and prosqlbody is null and not coalesce(proconfig @> array['search_path=""'], false)`
  expect(loose).toEqual([])
})

test.each(['profiles', 'products', 'conversations', 'conversation_events', 'audit_log'])(
  'an anonymous request over PostgREST cannot read %s',
  async (table) => {
    const response = await fetch(`${both.restUrl}/${table}?select=*`)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject(forbidden)
  },
)

test('an anonymous request over PostgREST cannot call a function', async () => {
  const response = await fetch(`${both.restUrl}/rpc/list_open_conversations`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ p_limit: 10 }),
  })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject(forbidden)
})

test('a token with another signature is refused', async () => {
  const token = `${both.database.serviceRoleKey.slice(0, -6)}AAAAAA`
  const response = await fetch(`${both.restUrl}/profiles`, { headers: { Authorization: `Bearer ${token}` } })
  expect(response.status).toBe(401)
})

test.each([
  ['change', (sql: BothWays['sql']) => sql`update public.audit_log set action = 'forged'`],
  ['delete from', (sql: BothWays['sql']) => sql`delete from public.audit_log`],
  ['truncate', (sql: BothWays['sql']) => sql`truncate public.audit_log`],
])('not even the owner can %s the audit log', async (_, statement) => {
  await recordAudit(both.db.direct, { action: 'auth.sign-in', actorId: null, ip: null })
  await expect(statement(both.sql)).rejects.toMatchObject(forbidden)
  const rows = await both.sql`select action from public.audit_log where action = 'auth.sign-in'`
  expect(rows.length).toBeGreaterThan(0)
})

test('the server’s role can neither change nor delete the audit log', async () => {
  const log = both.db.rest.rest.from('audit_log')
  expect((await log.update({ action: 'forged' }).gt('id', 0)).error).toMatchObject(forbidden)
  expect((await log.delete().gt('id', 0)).error).toMatchObject(forbidden)
})

describe.each(ways)('the audit log, %s', (way) => {
  test('keeps who did what from where', async () => {
    const actorId = newId()
    await recordAudit(both.db[way], { action: 'auth.sign-in', actorId, ip: '203.0.113.7' })
    const rows = await both.sql`
      select action, ip, subject_type, subject_id from public.audit_log where actor_id = ${actorId}`
    expect([...rows]).toEqual([{ action: 'auth.sign-in', ip: '203.0.113.7', subject_type: null, subject_id: null }])
  })
})
