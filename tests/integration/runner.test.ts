import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { readLogTail } from '#server/dev/log-file.ts'
import type { PartName } from '#server/dev/part-names.ts'
import { identifyProcess } from '#server/dev/process-identity.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import { silentReporter } from '#server/dev/reporter.ts'
import { readRuntime } from '#server/dev/runtime-file.ts'
import { type Stack, type StackOptions, startStack } from '#server/dev/stack.ts'
import { AlreadyRunningError } from '#server/dev/stack-lock.ts'
import { rawEnv } from '#server/env.ts'
import { createTempFolder } from '../support/temp-folder.ts'

const light: readonly PartName[] = ['redis-state', 'redis-cache', 'simulator']

test('stopping leaves no process and no runtime file, and a second stop is harmless', async () => {
  using home = createTempFolder()
  const stack = await start({ home: home.path, parts: light })
  const runtime = readRuntime(join(home.path, 'runtime.json'))
  expect(runtime).toMatchObject({ state: 'running', runner: { pid: process.pid } })
  expect(runtime?.parts.map(({ name, pid, port, url }) => ({ name, pid, port, url })).sort(byName)).toEqual(
    stack.parts.map(({ name, pid, port, url }) => ({ name, pid, port, url })).sort(byName),
  )
  await stack.stop()
  await stack.stop()
  expect(stack.parts.map(({ pid }) => identifyProcess(pid))).toEqual([null, null, null])
  expect(readRuntime(join(home.path, 'runtime.json'))).toBeNull()
})

test('what Redis and Postgres stored is there after a stop and a start', async () => {
  using home = createTempFolder()
  const parts = ['postgres', 'redis-state'] as const
  {
    await using stack = await start({ home: home.path, parts })
    await withRedis(stack, (redis) => redis.set('kept', 'yes'))
    await withSql(stack, (sql) => sql`create table kept as select 42 as answer`)
  }
  await using stack = await start({ home: home.path, parts })
  expect(await withRedis(stack, (redis) => redis.get('kept'))).toBe('yes')
  expect(await withSql(stack, (sql) => sql`select answer from kept`)).toMatchObject([{ answer: 42 }])
})

test('state is durable and refuses to evict, the cache keeps nothing and evicts', async () => {
  using home = createTempFolder()
  await using stack = await start({ home: home.path, parts: ['redis-state', 'redis-cache'] })
  const settings = (redis: Redis) => redis.config('GET', 'appendonly', 'maxmemory-policy', 'maxmemory')
  expect(await withRedis(stack, settings)).toEqual(expect.arrayContaining(['yes', 'noeviction']))
  expect(await withRedis(stack, settings, 'REDIS_CACHE_URL')).toEqual(
    expect.arrayContaining(['no', 'allkeys-lfu', String(128 * 1024 * 1024)]),
  )
})

test('secrets are made once, readable by the owner alone, and are in no other file', async () => {
  using home = createTempFolder()
  const file = join(home.path, 'secrets.json')
  await (await start({ home: home.path, parts: light })).stop()
  const made = readFileSync(file, 'utf8')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await using _stack = await start({ home: home.path, parts: light })
  expect(readFileSync(file, 'utf8')).toBe(made)
  const runtime = readFileSync(join(home.path, 'runtime.json'), 'utf8')
  for (const secret of Object.values<string>(JSON.parse(made))) expect(runtime).not.toContain(secret)
})

test('a port that somebody else listens on is replaced, and said', async () => {
  using home = createTempFolder()
  const stranger = createServer().listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  const address = stranger.address()
  const taken = address !== null && typeof address === 'object' ? address.port : 0
  const said: string[] = []
  const env = { ...(await anyPorts()), SIMULATOR_PORT: String(taken) }
  const reporter = { ...silentReporter, say: (line: string) => said.push(line) }
  await using stack = await startStack({ env, home: home.path, parts: ['simulator'], reporter })
  const port = stack.parts[0]?.port
  expect(port).not.toBe(taken)
  expect(said).toContain(`port ${taken} is taken: simulator uses ${port}`)
  expect(stack.environment.RESEND_BASE_URL).toBe(`http://127.0.0.1:${port}`)
  stranger.close()
})

test('a second start is refused and told where the first one is', async () => {
  using home = createTempFolder()
  await using first = await start({ home: home.path, parts: light })
  const error = await start({ home: home.path, parts: light }).catch((thrown: unknown) => thrown)
  if (!(error instanceof AlreadyRunningError)) throw new Error('the second start was not refused')
  expect(error.pid).toBe(process.pid)
  expect(error.runtime?.addresses).toEqual(first.addresses)
  expect(error.isLeaving).toBe(false)
})

test('the end of any part is noticed by name, and the others stop', async () => {
  using home = createTempFolder()
  await using stack = await start({ home: home.path, parts: light })
  const victim = stack.parts.find(({ name }) => name === 'redis-cache')
  if (!victim) throw new Error('redis-cache did not start')
  process.kill(victim.pid, 'SIGKILL')
  const failure = await stack.failed
  expect(failure.message).toBe('redis-cache was ended by SIGKILL')
  expect(readLogTail(failure.logFile, 5).length).toBeGreaterThan(0)
  await stack.stop()
  expect(stack.parts.map(({ pid }) => identifyProcess(pid))).toEqual([null, null, null])
})

test('a part that cannot start stops those that did and shows its log', async () => {
  using home = createTempFolder()
  await (await start({ home: home.path, parts: ['postgres'] })).stop()
  writeFileSync(join(home.path, 'postgres/postgresql.conf'), 'this is no setting\n')
  const error = await start({ home: home.path, parts: ['redis-state', 'postgres'] }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'PartError', part: 'postgres' })
  expect(readLogTail(join(home.path, 'logs/postgres.log'), 5).join('\n')).toContain('postgresql.conf')
  await using _again = await start({ home: home.path, parts: ['redis-state'] })
})

test('a stop in the middle of a start leaves nothing behind', async () => {
  using home = createTempFolder()
  const stopping = new AbortController()
  const during = <T>(what: string, work: Promise<T>) =>
    work.then((result) => {
      if (what === 'redis-state') stopping.abort()
      return result
    })
  const options = { home: home.path, parts: ['postgres', ...light], reporter: { ...silentReporter, during } } as const
  await expect(start({ ...options, signal: stopping.signal })).rejects.toMatchObject({ name: 'StackStopped' })
  await using again = await start({ home: home.path, parts: light })
  expect(again.parts).toHaveLength(3)
})

test('after kill -9 of the runner its parts end, and the next start finds the data', async () => {
  using home = createTempFolder()
  const runner = await startRunner(home.path, ['postgres', 'redis-state'])
  const killed = readRuntime(join(home.path, 'runtime.json'))
  runner.kill('SIGKILL')
  await once(runner, 'exit')
  const said: string[] = []
  const reporter = { ...silentReporter, say: (line: string) => said.push(line) }
  await using stack = await start({ home: home.path, parts: ['postgres', 'redis-state'], reporter })
  expect(said).toContain('the last run was cut short: cleaned up after it')
  expect(killed?.parts.map(({ pid }) => identifyProcess(pid))).toEqual([null, null])
  expect(await withSql(stack, (sql) => sql`select count(*)::int as found from products where is_active`)).toMatchObject(
    [{ found: expect.any(Number) }],
  )
})

test('a postmaster.pid that names a stranger is not believed, and the stranger lives', async () => {
  using home = createTempFolder()
  await (await start({ home: home.path, parts: ['postgres'] })).stop()
  const stranger = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'inherit'] })
  const lines = [stranger.pid, join(home.path, 'postgres'), 1, 54320, '', '127.0.0.1', '0 0', 'ready']
  writeFileSync(join(home.path, 'postgres/postmaster.pid'), `${lines.join('\n')}\n`)
  await using stack = await start({ home: home.path, parts: ['postgres'] })
  expect(stack.parts).toHaveLength(1)
  expect(identifyProcess(stranger.pid ?? 0)).not.toBeNull()
  stranger.stdin.end()
  await once(stranger, 'exit')
})

const byName = (left: { name: string }, right: { name: string }) => left.name.localeCompare(right.name)

/** Never the ports of a stack that a person may be running beside the tests. */
async function start(options: StackOptions): Promise<Stack> {
  return startStack({ env: await anyPorts(), ...options })
}

const anyPorts = async () => ({ PATH: rawEnv().PATH, ...portsAny })

const portsAny = Object.fromEntries(
  ['WEB', 'GATEWAY', 'WORKER', 'SIMULATOR', 'POSTGRES', 'POSTGREST', 'REDIS_STATE', 'REDIS_CACHE'].map((name) => [
    `${name}_PORT`,
    '0',
  ]),
)

async function startRunner(home: string, parts: readonly PartName[]): Promise<ChildProcess> {
  const program = join(projectRoot, 'tests/support/cli/run-stack.ts')
  const env: NodeJS.ProcessEnv = { NODE_ENV: 'test', PATH: rawEnv().PATH, ...portsAny }
  const child = spawn(process.execPath, [program, home, ...parts], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

async function withRedis<T>(stack: Stack, use: (redis: Redis) => Promise<T>, name = 'REDIS_URL'): Promise<T> {
  const redis = new Redis(stack.environment[name] ?? '', { lazyConnect: true })
  try {
    return await use(redis)
  } finally {
    redis.disconnect()
  }
}

async function withSql<T>(stack: Stack, use: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(stack.environment.DATABASE_URL ?? '', { max: 1 })
  try {
    return await use(sql)
  } finally {
    await sql.end()
  }
}
