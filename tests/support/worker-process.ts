import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { bareEnvironment } from '#server/dev/part-environment.ts'
import { freePort } from '#server/dev/ports.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import type { Env } from '#server/env.ts'

const passedOn = [
  'SUPABASE_URL',
  'SUPABASE_SERVICE_ROLE_KEY',
  'DATABASE_URL',
  'REDIS_URL',
  'REDIS_CACHE_URL',
  'REDIS_PREFIX',
  'RESEND_BASE_URL',
  'RESEND_API_KEY',
  'FIRM_EMAIL',
  'FIRM_FROM',
] as const satisfies (keyof Env)[]

export interface WorkerProcess extends AsyncDisposable {
  readonly healthUrl: string
  /** What it printed so far. */
  output(): string
  send(signal: NodeJS.Signals): void
  /** The exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>
}

/** A real worker process over a test's own database, key prefix and simulator; killed when disposed. */
export async function startWorkerProcess(
  env: Env,
  overrides: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, [join(projectRoot, 'server/worker/main.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...bareEnvironment(),
      ...Object.fromEntries(passedOn.map((name) => [name, env[name]])),
      PLANTAO_EMBEDDED: '1',
      WORKER_PORT: String(port),
      ...overrides,
    },
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const exited = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null))
  return {
    healthUrl: `http://127.0.0.1:${port}/healthz`,
    output: () => output,
    send: (signal) => void child.kill(signal),
    exited,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}
