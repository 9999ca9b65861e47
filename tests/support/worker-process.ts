import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePort } from '#server/dev/ports.ts'
import { projectRoot } from '#server/dev/project-root.ts'
import type { Env } from '#server/env.ts'
import { processEnvironment } from './process-environment.ts'

export interface WorkerProcess extends AsyncDisposable {
  readonly healthUrl: string
  readonly pid: number
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
      ...processEnvironment(env),
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
    pid: child.pid ?? -1,
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
