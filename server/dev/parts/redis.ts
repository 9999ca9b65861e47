import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { endsWithParent } from '../death-signal.ts'
import { findOrInstall, redisServer } from '../install-binary.ts'
import type { Part } from '../part.ts'
import { bareEnvironment } from '../part-environment.ts'
import { spawnPart } from '../spawn-part.ts'

export interface RedisOptions {
  readonly name: string
  readonly dir: string
  readonly port: number
  readonly password: string
  /** `state` keeps everything (append-only, never evicts); `cache` may forget anything. */
  readonly role: 'state' | 'cache'
  readonly logFile: string
  readonly signal?: AbortSignal | undefined
  readonly say?: (line: string) => void
}

const byRole = {
  state: ['appendonly yes', 'appendfsync everysec', 'maxmemory-policy noeviction', 'save ""'],
  cache: ['appendonly no', 'save ""', 'maxmemory 128mb', 'maxmemory-policy allkeys-lfu'],
} as const

/** A redis-server on loopback. The password goes through a 0600 file: arguments are visible to every user of the machine. */
export async function startRedis(options: RedisOptions): Promise<Part> {
  const binary = await findOrInstall(redisServer, options.say ?? (() => {}))
  const configFile = writeConfig(options)
  return spawnPart({
    name: options.name,
    port: options.port,
    url: `redis://127.0.0.1:${options.port}`,
    logFile: options.logFile,
    signal: options.signal,
    command: endsWithParent([binary, configFile]),
    env: bareEnvironment(),
    isReady: () => answersPing(options),
  })
}

function writeConfig({ dir, port, password, role }: RedisOptions): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const file = join(dir, 'redis.conf')
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir "${dir}"`,
    `requirepass ${password}`,
    'daemonize no',
    ...byRole[role],
  ]
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  chmodSync(file, 0o600)
  return file
}

async function answersPing({ port, password }: RedisOptions): Promise<boolean> {
  const client = new Redis({ host: '127.0.0.1', port, password, lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.ping()) === 'PONG'
  } finally {
    client.disconnect()
  }
}
