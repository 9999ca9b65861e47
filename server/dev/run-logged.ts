import { spawn } from 'node:child_process'
import type { Command } from './commands.ts'
import { endsWithParent } from './death-signal.ts'
import type { PartExit } from './part.ts'
import { projectRoot } from './project-root.ts'

interface RunOptions {
  /** An open file descriptor. */
  readonly log: number
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

/** Runs a program to its end, its output in the log; an abort ends it and everything it spawned. */
export function runLogged(command: Command, { log, env, signal }: RunOptions): Promise<PartExit> {
  const [binary, ...args] = endsWithParent(command)
  const child = spawn(binary, args, { cwd: projectRoot, env, stdio: ['ignore', log, log], detached: true })
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
  }
  signal.addEventListener('abort', end, { once: true })
  return new Promise<PartExit>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, exitSignal) => resolve({ code, signal: exitSignal }))
  }).finally(() => signal.removeEventListener('abort', end))
}
