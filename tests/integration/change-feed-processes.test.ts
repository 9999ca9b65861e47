import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bootstrapRoles } from '#db/bootstrap.ts'
import { openDirect } from '#db/direct.ts'
import { migrate } from '#db/migrate.ts'
import { postgresUrl, startPostgres } from '#server/dev/parts/postgres.ts'
import { freePort } from '#server/dev/ports.ts'
import { newSecret } from '#server/dev/tokens.ts'
import { createFeedStack, type FeedStack, startFeed } from '#tests/support/change-feed.ts'
import { createTempFolder } from '#tests/support/temp-folder.ts'
import { startWorkerProcess, type WorkerProcess } from '#tests/support/worker-process.ts'

/** Conditions come as soon as they can; only a failure waits this long. */
const patience = { timeout: 25_000, interval: 25 }

let stack: FeedStack
beforeAll(async () => {
  stack = await createFeedStack()
})
afterAll(() => stack[Symbol.asyncDispose]())

const healthy = async (worker: WorkerProcess) => {
  const health = async () => (await fetch(worker.healthUrl).catch(() => undefined))?.status
  await expect.poll(health, patience).toBe(200)
}
const leads = (worker: WorkerProcess) => expect.poll(() => worker.output(), patience).toContain('leads the change feed')

/** Changes a row and waits until the log is empty again: until then somebody did not do their work. */
async function editIsTold(name: string): Promise<void> {
  await stack.sql`update public.products set name = ${name} where slug = 'adequacao-lgpd'`
  await expect.poll(() => stack.readLog(), patience).toEqual([])
  const read = () => stack.caller().products.bySlug({ slug: 'adequacao-lgpd' })
  await expect.poll(async () => (await read()).name, patience).toBe(name)
}

test('a leader killed with kill -9 is followed by another worker, and nothing edited in between is lost', async () => {
  await using first = await startWorkerProcess(stack.env)
  await leads(first)
  await using second = await startWorkerProcess(stack.env)
  await healthy(second)
  await editIsTold('Com dois')
  expect(second.output()).not.toContain('leads the change feed')
  first.send('SIGKILL')
  await editIsTold('Depois do kill')
  await leads(second)
}, 60_000)

test('a leader that is frozen loses the lead within seconds, and thawed it does not act as if it had it', async () => {
  await using frozen = await startWorkerProcess(stack.env)
  await leads(frozen)
  await using second = await startWorkerProcess(stack.env)
  await healthy(second)
  frozen.send('SIGSTOP')
  await editIsTold('Enquanto congelado')
  await leads(second)
  frozen.send('SIGCONT')
  await expect.poll(() => frozen.output(), patience).toContain('the change feed runs again')
  expect(frozen.output().match(/leads the change feed/g)).toHaveLength(1)
  await editIsTold('Descongelado')
}, 60_000)

test('SIGTERM hands the lead over', async () => {
  await using first = await startWorkerProcess(stack.env)
  await leads(first)
  await using second = await startWorkerProcess(stack.env)
  await healthy(second)
  first.send('SIGTERM')
  await leads(second)
  expect(await first.exited).toBe(0)
}, 60_000)

test('behind a transaction pooler the worker runs, says that the feed is off, and what to change', async () => {
  const url = new URL(stack.env.DATABASE_URL ?? '')
  url.searchParams.set('pgbouncer', 'true')
  await using worker = await startWorkerProcess(stack.env, { DATABASE_URL: url.href })
  await healthy(worker)
  expect(worker.output()).toMatch(/change feed is off.*direct connection or a session pooler/)
}, 60_000)

test('the feed survives a restart of Postgres: what was edited before and after is told', async () => {
  using folder = createTempFolder()
  const [port, password] = [await freePort(), newSecret()]
  const start = () =>
    startPostgres({
      dataDir: join(folder.path, 'postgres'),
      port,
      password,
      logFile: join(folder.path, 'postgres.log'),
      settings: { fsync: 'off' },
    })
  let server = await start()
  const databaseUrl = postgresUrl({ port, user: 'postgres', password })
  await bootstrapRoles(databaseUrl, { authenticatorPassword: newSecret() })
  await migrate(databaseUrl)
  const log = async (tag: string) => {
    const sql = openDirect({ databaseUrl, applicationName: 'psql', maxConnections: 1 })
    await sql`insert into private.cache_invalidations (tags) values (array[${tag}::text])`
    await sql.end()
  }
  const told: string[] = []
  let canTell = true
  const deliver = async (tags: readonly string[]) => {
    if (canTell) told.push(...tags)
    return canTell
  }
  const env = { ...stack.env, DATABASE_URL: databaseUrl }
  await using feed = startFeed({ env, services: stack.services }, { deliver })
  await log('before')
  await expect.poll(() => told, patience).toEqual(['before'])
  canTell = false
  await log('during')
  await server.stop()
  await expect.poll(() => feed.isLeading(), patience).toBe(false)
  canTell = true
  server = await start()
  await log('after')
  await expect.poll(() => [...new Set(told)].sort(), patience).toEqual(['after', 'before', 'during'])
  expect(feed.isLeading()).toBe(true)
  await feed.close()
  await server.stop()
}, 60_000)
