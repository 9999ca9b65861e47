import { expect, test } from 'vitest'
import { openDirect, parseDatabaseUrl } from './direct.ts'

test.each([
  ['postgres://u:p@db.example:5432/plantao', false],
  ['postgres://u:p@db.example:5432/plantao?pgbouncer=true', true],
  ['postgres://u:p@pooler.example:6543/plantao', true],
])('%s is behind a transaction pooler: %s', (databaseUrl, isPooled) => {
  expect(parseDatabaseUrl(databaseUrl).isPooled).toBe(isPooled)
})

test('the pooler’s mark does not reach the server, other settings of the URL do', () => {
  const { url } = parseDatabaseUrl('postgres://u:p@db.example/plantao?pgbouncer=true&sslmode=require')
  expect(url).toBe('postgres://u:p@db.example/plantao?sslmode=require')
})

test('behind a transaction pooler nothing is prepared and no setting is sent at the start', async () => {
  const sql = openDirect({ databaseUrl: 'postgres://u:p@127.0.0.1:6543/plantao', applicationName: 'test' })
  expect(sql.options.prepare).toBe(false)
  expect(sql.options.connection).toEqual({ application_name: 'test' })
  await sql.end()
})
