import postgres from 'postgres'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#tests/support/servers.ts'

test('a test database is a seeded copy of its own, reached directly and over REST', async () => {
  await using mine = await createTestDatabase()
  await using other = await createTestDatabase()
  const sql = postgres(mine.databaseUrl, { max: 1 })
  const [row] = await sql<{ found: number }[]>`select count(*)::int as found from products`
  await sql`delete from agent_products`
  await sql.end()
  expect(row?.found).toBeGreaterThan(0)
  expect(await countOverRest(mine)).toBe(0)
  expect(await countOverRest(other)).toBeGreaterThan(0)
})

async function countOverRest({ startRest, serviceRoleKey }: Awaited<ReturnType<typeof createTestDatabase>>) {
  const headers = { authorization: `Bearer ${serviceRoleKey}` }
  const response = await fetch(`${await startRest()}/agent_products`, { headers })
  const rows: unknown = await response.json()
  return Array.isArray(rows) ? rows.length : rows
}
