import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { endsWithParent } from '#server/dev/death-signal.ts'
import { findOrInstall, redisServer } from '#server/dev/install-binary.ts'
import type { Part } from '#server/dev/part.ts'
import { bareEnvironment } from '#server/dev/part-environment.ts'
import { freePort } from '#server/dev/ports.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import { spawnPart } from '#server/dev/spawn-part.ts'

/** One redis-server of a test's own, which may be frozen, killed and started again. */
export interface RedisProcess extends AsyncDisposable {
  readonly port: number
  /** As `process.kill(-pid)` would see it, now; changes with `restart`. */
  pid(): number
  freeze(): void
  thaw(): void
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>
  /** Starts again on the same port with the data that is left. */
  restart(): Promise<void>
  /** A bare client for the test's own questions; ends with the process. */
  admin(): Redis
}

export interface RedisProcessOptions {
  readonly port?: number
  readonly password?: string
  /** Lines of redis.conf. */
  readonly settings?: readonly string[]
  readonly isSentinel?: boolean
  /** Also put into the folder: certificates. */
  readonly files?: Readonly<Record<string, string>>
}

export async function startRedisProcess(options: RedisProcessOptions = {}): Promise<RedisProcess> {
  const port = options.port ?? (await freePort())
  const directory = makeFolder()
  const launch = () => spawnRedis({ ...options, port, directory })
  let part = await launch()
  let isFrozen = false
  const admins = new Set<Redis>()

  let isGone = false

  const signal = (name: NodeJS.Signals) => {
    if (!isGone) process.kill(part.pid, name)
  }
  const thaw = () => {
    if (isFrozen) signal('SIGCONT')
    isFrozen = false
  }
  return {
    port,
    pid: () => part.pid,
    freeze() {
      isFrozen = true
      signal('SIGSTOP')
    },
    thaw,
    async kill() {
      signal('SIGKILL')
      isGone = true
      await part.exited
    },
    async restart() {
      part = await launch()
      isGone = false
    },
    admin() {
      const admin = new Redis({ host: '127.0.0.1', port, ...secretOf(options) })
      admin.on('error', () => {})
      admins.add(admin)
      return admin
    },
    async [Symbol.asyncDispose]() {
      for (const admin of admins) admin.disconnect()
      thaw()
      await part.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Short, because Sentinel and Cluster write their state there; inside the project, which reads nothing outside itself. */
function makeFolder(): string {
  const home = join(projectRoot, '.plantao')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  return mkdtempSync(join(home, 'test-redis-'))
}

interface Launch extends RedisProcessOptions {
  readonly port: number
  readonly directory: string
}

async function spawnRedis(launch: Launch): Promise<Part> {
  const binary = await findOrInstall(redisServer, () => {})
  const configFile = writeConfig(launch)
  return spawnPart({
    name: `redis ${launch.port}`,
    port: launch.port,
    url: `redis://127.0.0.1:${launch.port}`,
    logFile: join(launch.directory, 'redis.log'),
    // A frozen process would keep a gentler signal waiting for ever.
    command: endsWithParent([binary, configFile, ...(launch.isSentinel ? ['--sentinel'] : [])], 'KILL'),
    env: bareEnvironment(),
    stopWithinMs: 2_000,
    isReady: () => answers(launch),
  })
}

function writeConfig({ directory, port, password, settings = [], isSentinel, files = {} }: Launch): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text, { mode: 0o600 })
  const file = join(directory, 'redis.conf')
  const lines = [
    ...(settings.some((line) => line.startsWith('tls-port ')) ? ['port 0'] : [`port ${port}`]),
    'bind 127.0.0.1',
    `dir "${directory}"`,
    ...(isSentinel ? [] : ['save ""', 'shutdown-timeout 0']),
    ...(password ? [`requirepass ${password}`] : []),
    ...settings,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return file
}

/** With TLS a refused handshake, too, tells that somebody listens. */
async function answers({ port, password, settings = [] }: Launch): Promise<boolean> {
  const isTls = settings.some((line) => line.startsWith('tls-port '))
  const client = new Redis({
    host: '127.0.0.1',
    port,
    ...secretOf({ password }),
    ...(isTls ? { tls: { rejectUnauthorized: false } } : {}),
    lazyConnect: true,
    retryStrategy: () => null,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } finally {
    client.disconnect()
  }
}

const secretOf = ({ password }: { readonly password?: string | undefined }) => (password ? { password } : {})
