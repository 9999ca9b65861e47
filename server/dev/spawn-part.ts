import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from './commands.ts'
import { closeLog, openLog } from './log-file.ts'
import type { Part, PartExit } from './part.ts'
import { describeExit, PartError } from './part.ts'
import { projectRoot } from './project-root.ts'
import { waitUntil } from './wait-until.ts'

export interface SpawnPartOptions {
  readonly name: string
  readonly port: number
  readonly url: string
  readonly logFile: string
  readonly command: Command
  readonly env: NodeJS.ProcessEnv
  readonly isReady: () => Promise<boolean>
  readonly readyWithinMs?: number
  readonly stopSignal?: 'SIGTERM' | 'SIGINT'
  readonly stopWithinMs?: number
  /** Gives up the start: the part is stopped and the abort's reason thrown. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Starts a server in a process group of its own (a terminal's Ctrl-C must reach the runner alone, which stops the parts in order)
 * and waits until it is ready. Throws PartError when it ends before that or takes too long; nothing is left running then.
 */
export async function spawnPart(options: SpawnPartOptions): Promise<Part> {
  options.signal?.throwIfAborted()
  const child = spawnLogged(options)
  const exited = watchExit(child)
  const part = toPart(options, { child, exited })
  try {
    await Promise.race([becomesReady(options), failsOnExit(part), ...aborts(options.signal)])
    return part
  } catch (cause) {
    await part.stop()
    if (cause instanceof PartError || options.signal?.aborted) throw cause
    throw new PartError(part, 'did not become ready', cause)
  }
}

function spawnLogged({ command: [binary, ...args], env, logFile }: SpawnPartOptions): ChildProcess {
  const log = openLog(logFile)
  try {
    return spawn(binary, args, {
      cwd: projectRoot,
      env,
      stdio: ['ignore', log, log],
      detached: true,
    })
  } finally {
    closeLog(log)
  }
}

function watchExit(child: ChildProcess): Promise<PartExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', (error) => resolve({ code: null, signal: error.message }))
  })
}

function toPart(
  options: SpawnPartOptions,
  { child, exited }: { child: ChildProcess; exited: Promise<PartExit> },
): Part {
  const { name, port, url, logFile } = options
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= stopChild(child, exited, options)
    return stopping
  }
  return { name, pid: child.pid ?? -1, port, url, logFile, exited, stop, [Symbol.asyncDispose]: stop }
}

const becomesReady = ({ isReady, readyWithinMs = 30_000 }: SpawnPartOptions): Promise<void> =>
  waitUntil(isReady, { what: 'a healthy answer', timeoutMs: readyWithinMs })

async function failsOnExit(part: Part): Promise<never> {
  throw new PartError(part, describeExit(await part.exited))
}

function aborts(signal: AbortSignal | undefined): Promise<never>[] {
  if (!signal) return []
  return [
    new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason)
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    }),
  ]
}

async function stopChild(child: ChildProcess, exited: Promise<PartExit>, options: SpawnPartOptions): Promise<void> {
  if (child.pid === undefined) return
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(options.stopSignal ?? 'SIGTERM')
    await Promise.race([exited, sleep(options.stopWithinMs ?? 10_000, undefined, { ref: false })])
  }
  killGroup(child.pid)
  await exited
}

/** Whatever the part itself spawned goes with it. */
function killGroup(groupId: number): void {
  try {
    process.kill(-groupId, 'SIGKILL')
  } catch {
    // Nobody of the group is left.
  }
}
