import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bootstrapRoles } from '#db/bootstrap.ts'
import { createDb, type Db } from '#db/client.ts'
import { createDirectPool, openDirect } from '#db/direct.ts'
import { DatabaseUnavailableError } from '#db/errors.ts'
import { migrate } from '#db/migrate.ts'
import { listProducts } from '#db/queries/catalogue.ts'
import { pingDatabase } from '#db/queries/health.ts'
import { readHead } from '#db/queries/messages.ts'
import { newId } from '#server/contracts/ids.ts'
import type { Part } from '#server/dev/part.ts'
import { postgresUrl, startPostgres } from '#server/dev/parts/postgres.ts'
import { startPostgrest } from '#server/dev/parts/postgrest.ts'
import { freePort } from '#server/dev/ports.ts'
import { newSecret, signServiceRoleKey } from '#server/dev/tokens.ts'
import { givenConversation } from '#tests/support/both-ways.ts'
import { createTestDatabase } from '#tests/support/servers.ts'
import { createTempFolder } from '#tests/support/temp-folder.ts'

/** Servers of this file's own, because it stops them. */
const resources = new AsyncDisposableStack()
const password = newSecret()
const jwtSecret = newSecret()
let port: number
let startServer: () => Promise<Part>
let server: Part
let ways: Record<'direct' | 'rest', Db>

beforeAll(async () => {
  const folder = resources.use(createTempFolder())
  port = await freePort()
  startServer = () =>
    startPostgres({
      dataDir: join(folder.path, 'postgres'),
      port,
      password,
      logFile: join(folder.path, 'postgres.log'),
      settings: { fsync: 'off' },
    })
  server = await startServer()
  resources.defer(() => server.stop())
  const databaseUrl = postgresUrl({ port, user: 'postgres', password })
  const authenticatorPassword = newSecret()
  await bootstrapRoles(databaseUrl, { authenticatorPassword })
  await migrate(databaseUrl)
  const rest = resources.use(
    await startPostgrest({
      port: await freePort(),
      databaseUrl: postgresUrl({ port, user: 'authenticator', password: authenticatorPassword }),
      jwtSecret,
      logFile: join(folder.path, 'postgrest.log'),
    }),
  )
  ways = { direct: open(rest.url, databaseUrl), rest: open(rest.url) }
  resources.defer(async () => {
    await Promise.all([ways.direct.close(), ways.rest.close()])
  })
})
afterAll(() => resources.disposeAsync())

const open = (supabaseUrl: string, databaseUrl?: string): Db =>
  createDb({
    supabaseUrl,
    serviceRoleKey: signServiceRoleKey(jwtSecret),
    databaseUrl,
    applicationName: 'test',
    log: pino({ level: 'silent' }),
  })

test('a stopped database is an outage on both ways, and its return ends it without a restart of ours', async () => {
  for (const db of Object.values(ways)) expect(await readHead(db, newId())).toBeNull()
  expect(await pingDatabase(ways.direct)).toMatchObject({ rest: { ok: true }, direct: { ok: true } })
  expect((await pingDatabase(ways.rest)).direct).toBeNull()

  await server.stop()
  for (const db of Object.values(ways)) {
    await expect(readHead(db, newId())).rejects.toBeInstanceOf(DatabaseUnavailableError)
    await expect(listProducts(db, { locale: 'pt-BR' })).rejects.toBeInstanceOf(DatabaseUnavailableError)
  }
  expect(await pingDatabase(ways.direct)).toMatchObject({ rest: { ok: false }, direct: { ok: false } })

  server = await startServer()
  for (const db of Object.values(ways)) {
    await expect.poll(() => readHead(db, newId()).catch(String), { timeout: 20_000 }).toBeNull()
  }
})

test('PostgREST alone being away stops only what goes over it', async () => {
  const db = open(`http://127.0.0.1:${await freePort()}`, postgresUrl({ port, user: 'postgres', password }))
  expect(await readHead(db, newId())).toBeNull()
  await expect(listProducts(db, { locale: 'pt-BR' })).rejects.toBeInstanceOf(DatabaseUnavailableError)
  expect(await pingDatabase(db)).toMatchObject({ rest: { ok: false }, direct: { ok: true } })
  await db.close()
})

describe('a call that gets no answer', () => {
  test('is given up, and the calls after it get new connections', async () => {
    await using database = await createTestDatabase()
    const { databaseUrl } = database
    const holder = openDirect({ databaseUrl, applicationName: 'holder', maxConnections: 1 })
    const db = open('http://127.0.0.1:1', databaseUrl)
    const start = await givenConversation(db)
    const replaced: unknown[] = []
    const pool = createDirectPool({
      databaseUrl,
      applicationName: 'test',
      maxConnections: 1,
      deadlineMs: 100,
      onReplaced: () => replaced.push('replaced'),
    })

    await holder.begin(async (tx) => {
      await tx`select id from public.conversations where id = ${start.conversationId} for update`
      const args = {
        p_conversation_id: start.conversationId,
        p_author_id: start.visitorId,
        p_author_side: 'visitor',
        p_event_id: newId(),
        p_client_msg_id: newId(),
        p_body: 'Alguém aí?',
        p_jobs: [],
      }
      await expect(pool.call('send_message', args)).rejects.toBeInstanceOf(DatabaseUnavailableError)
      expect(await pool.call('read_head', { p_conversation_id: start.conversationId })).toBe('1')
    })
    expect(replaced).toEqual(['replaced'])
    await Promise.all([pool.close(), db.close(), holder.end()])
  })
})

test('a wrong password is a mistake, not an outage', async () => {
  const db = open('http://127.0.0.1:1', postgresUrl({ port, user: 'postgres', password: 'wrong' }))
  await expect(readHead(db, newId())).rejects.toMatchObject({ name: 'DatabaseError', sqlState: '28P01' })
  await db.close()
})
