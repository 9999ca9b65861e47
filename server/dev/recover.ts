import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Home } from './home.ts'
import { identifyProcess, isSameProcess, type ProcessIdentity, readCommandLine } from './process-identity.ts'
import { readRuntime, removeRuntime } from './runtime-file.ts'
import { waitUntil } from './wait-until.ts'

/**
 * Clears what a runner that was killed left behind: parts that still run, then files that name processes long gone.
 * Only processes proven to be ours are ended. Answers whether there was anything to clear.
 */
export async function recoverFromCrash(home: Home): Promise<boolean> {
  const leftover = readRuntime(home.runtime)
  await Promise.all((leftover?.parts ?? []).map(endProcess))
  const hadPostgres = await endPostgres(home.postgres)
  removeRuntime(home.runtime)
  return leftover !== null || hadPostgres
}

/** The kernel has usually told it to end already (see death-signal.ts): it gets time before it is told again. */
async function endProcess(identity: ProcessIdentity): Promise<void> {
  const isGone = () => !isSameProcess(identity)
  for (const [signal, timeoutMs] of [
    [null, 3_000],
    ['SIGTERM', 8_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (isGone()) return
    if (signal) signalGroup(identity.pid, signal)
    await waitUntil(isGone, { what: `end of process ${identity.pid}`, timeoutMs }).catch(() => {})
  }
  if (!isGone()) throw new Error(`process ${identity.pid} of an earlier run does not end: end it by hand`)
}

/** `postmaster.pid` may name a server of ours (end it) or a stranger that was given the pid since (the file lies: remove it). */
async function endPostgres(dataDir: string): Promise<boolean> {
  const file = join(dataDir, 'postmaster.pid')
  if (!existsSync(file)) return false
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
  const identity = Number.isInteger(pid) && pid > 0 ? identifyProcess(pid) : null
  if (identity && readCommandLine(pid).includes(dataDir)) await endProcess(identity)
  else if (identity) rmSync(file, { force: true })
  return true
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // It ended in the meantime.
  }
}
