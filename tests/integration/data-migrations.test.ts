import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDirect } from '#db/direct.ts'
import { generateTypes } from '#db/generate-types.ts'
import { MigrationDriftError, migrate, readMigrations } from '#db/migrate.ts'
import { seed } from '#db/seed.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import { createTestDatabase } from '#tests/support/servers.ts'
import { createTempFolder } from '#tests/support/temp-folder.ts'

const ours = join(projectRoot, 'prisma-free-db/migrations')

/** A copy of our migrations that a test may bend. */
function copyOfMigrations() {
  const folder = createTempFolder()
  cpSync(ours, folder.path, { recursive: true })
  return folder
}

async function withSql<T>(databaseUrl: string, work: (sql: ReturnType<typeof openDirect>) => Promise<T>): Promise<T> {
  const sql = openDirect({ databaseUrl, applicationName: 'test', maxConnections: 1 })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

/** Back to before the first migration. */
const empty = (databaseUrl: string) =>
  withSql(databaseUrl, async (sql) => {
    await sql.unsafe(
      'drop schema private, migrations, public cascade; create schema public; grant usage on schema public to public',
    )
  })

/** Every row of every table of ours, as text. */
const readEverything = (databaseUrl: string) =>
  withSql(databaseUrl, async (sql) => {
    const tables = await sql`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`
    const rows = tables.map(
      ({ relname }) => sql`select t::text as row from ${sql(`public.${relname}`)} as t order by 1`,
    )
    return JSON.stringify(await Promise.all(rows))
  })

test('schema.ts is in step with the migrations', async () => {
  await using database = await createTestDatabase()
  const file = readFileSync(join(projectRoot, 'prisma-free-db/schema.ts'), 'utf8')
  expect(await generateTypes(database.databaseUrl), 'npm run db:types writes it anew').toBe(file)
})

test('a second run applies nothing', async () => {
  await using database = await createTestDatabase()
  expect(await migrate(database.databaseUrl)).toEqual([])
})

test('an empty database gets all migrations in order, also from three runners at once', async () => {
  await using database = await createTestDatabase()
  await empty(database.databaseUrl)
  const runs = await Promise.all([1, 2, 3].map(() => migrate(database.databaseUrl)))
  const names = (await readMigrations(ours)).map(({ name }) => name)
  expect(runs.flat().sort()).toEqual(names)
})

test('a migration that was changed after it was applied is refused', async () => {
  await using database = await createTestDatabase()
  using folder = copyOfMigrations()
  writeFileSync(join(folder.path, '0001_people.sql'), 'select 1;')
  await expect(migrate(database.databaseUrl, { directory: folder.path })).rejects.toThrow(
    /0001_people was changed after it was applied/,
  )
})

test('an applied migration whose file is gone, or a new one before it, is refused', async () => {
  await using database = await createTestDatabase()
  using folder = copyOfMigrations()
  rmSync(join(folder.path, '0002_catalogue.sql'))
  await expect(migrate(database.databaseUrl, { directory: folder.path })).rejects.toThrow(MigrationDriftError)
  writeFileSync(join(folder.path, '0002_another.sql'), 'select 1;')
  await expect(migrate(database.databaseUrl, { directory: folder.path })).rejects.toThrow(/0002_catalogue was applied/)
})

test('a migration that fails leaves nothing behind, names its file and line, and can be repaired', async () => {
  await using database = await createTestDatabase()
  using folder = copyOfMigrations()
  const file = join(folder.path, '9000_broken.sql')
  writeFileSync(file, 'create table public.half (id int);\nselect nonsense;\n')
  await expect(migrate(database.databaseUrl, { directory: folder.path })).rejects.toThrow(/9000_broken\.sql:2/)
  const found = await withSql(database.databaseUrl, async (sql) => [
    ...(await sql`select to_regclass('public.half') as half`),
  ])
  expect(found).toEqual([{ half: null }])

  writeFileSync(file, 'create table public.half (id int);')
  expect(await migrate(database.databaseUrl, { directory: folder.path })).toEqual(['9000_broken'])
})

test.each([
  ['misnamed', 'add-column.sql', /must be named/],
  ['of a taken number', '0001_again.sql', /repeats a number/],
])('a file that is %s is refused before anything is applied', async (_, name, message) => {
  using folder = copyOfMigrations()
  writeFileSync(join(folder.path, name), 'select 1;')
  await expect(readMigrations(folder.path)).rejects.toThrow(message)
})

test('seeding again changes nothing', async () => {
  await using database = await createTestDatabase()
  const before = await readEverything(database.databaseUrl)
  expect(before).toContain('divorcio-consensual')
  await Promise.all([seed(database.databaseUrl), seed(database.databaseUrl)])
  expect(await readEverything(database.databaseUrl)).toBe(before)
})

test('seeding again keeps what an admin edited or took away', async () => {
  await using database = await createTestDatabase()
  await withSql(database.databaseUrl, async (sql) => {
    await sql`update public.products set name = 'Outro nome' where slug = 'adequacao-lgpd'`
    await sql`delete from public.agent_products where product_id in (select id from public.products where slug = 'locacao-e-despejo')`
  })
  const before = await readEverything(database.databaseUrl)
  await seed(database.databaseUrl)
  expect(await readEverything(database.databaseUrl)).toBe(before)
})

test('the seed steps around a service that was there before', async () => {
  await using database = await createTestDatabase()
  await empty(database.databaseUrl)
  await migrate(database.databaseUrl)
  await withSql(database.databaseUrl, async (sql) => {
    await sql`
      insert into public.products (slug, area, name, summary, description)
      values ('adequacao-lgpd', 'empresarial', 'A nossa', 'Já estava aqui', 'Texto')`
    await seed(database.databaseUrl)
    const [row] = await sql`
      select p.name, count(l.agent_id)::int as agents from public.products as p
      join public.agent_products as l on l.product_id = p.id where p.slug = 'adequacao-lgpd' group by p.name`
    expect(row).toEqual({ name: 'A nossa', agents: 1 })
  })
})
