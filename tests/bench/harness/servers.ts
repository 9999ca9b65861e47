import { join } from 'node:path'
import { startRedis } from '#server/dev/parts/redis.ts'
import { freePort } from '#server/dev/ports.ts'
import { newSecret } from '#server/dev/tokens.ts'
import { createTempFolder, removeAbandonedFolders } from '#tests/support/temp-folder.ts'

export interface BenchRedis extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly password: string
  stop(): Promise<void>
}

export interface BenchServers extends AsyncDisposable {
  readonly directory: string
  readonly state: BenchRedis
  readonly cache: BenchRedis
}

/** The two Redis servers of the product, of this benchmark alone, on free ports of loopback. */
export async function startBenchServers(): Promise<BenchServers> {
  removeAbandonedFolders()
  await using cleanup = new AsyncDisposableStack()
  const directory = cleanup.use(createTempFolder()).path
  const state = cleanup.use(await startBenchRedis('state', directory))
  const cache = cleanup.use(await startBenchRedis('cache', directory))
  const kept = cleanup.move()
  return { directory, state, cache, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

export async function startBenchRedis(role: 'state' | 'cache', directory: string, port?: number): Promise<BenchRedis> {
  const password = newSecret()
  const part = await startRedis({
    name: `bench-redis-${role}`,
    dir: join(directory, `redis-${role}`),
    port: port ?? (await freePort()),
    password,
    role,
    logFile: join(directory, `redis-${role}.log`),
  })
  return {
    url: `redis://:${password}@127.0.0.1:${part.port}`,
    port: part.port,
    pid: part.pid,
    password,
    stop: () => part.stop(),
    [Symbol.asyncDispose]: () => part.stop(),
  }
}
