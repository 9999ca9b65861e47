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
import type { Certificate } from './self-signed-certificate.ts'

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
  /** Speaks only TLS, to clients, replicas and other nodes, and trusts the certificate's authority. */
  readonly tls?: Certificate
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
      const admin = new Redis({ host: '127.0.0.1', port, ...accessOf(options) })
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

function writeConfig(launch: Launch): string {
  const { directory, port, password, settings = [], isSentinel, tls } = launch
  const file = join(directory, 'redis.conf')
  const lines = [
    ...(tls ? tlsSettings(launch, tls) : [`port ${port}`]),
    'bind 127.0.0.1',
    `dir "${directory}"`,
    ...(isSentinel ? [] : ['save ""', 'shutdown-timeout 0']),
    ...(password ? [`requirepass ${password}`] : []),
    ...settings,
  ]
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 })
  return file
}

function tlsSettings({ directory, port }: Launch, { certificate, privateKey }: Certificate): string[] {
  writeFileSync(join(directory, 'tls.crt'), certificate, { mode: 0o600 })
  writeFileSync(join(directory, 'tls.key'), privateKey, { mode: 0o600 })
  const files = ['tls-cert-file tls.crt', 'tls-key-file tls.key', 'tls-ca-cert-file tls.crt']
  return ['port 0', `tls-port ${port}`, ...files, 'tls-auth-clients no', 'tls-replication yes']
}

async function answers(launch: Launch): Promise<boolean> {
  const client = new Redis({
    host: '127.0.0.1',
    port: launch.port,
    ...accessOf(launch),
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

const accessOf = ({ password, tls }: RedisProcessOptions) => ({
  ...(password ? { password } : {}),
  ...(tls ? { tls: { ca: tls.certificate } } : {}),
})
