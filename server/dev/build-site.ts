import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { takeLock } from './lock-file.ts'
import { closeLog, openLog } from './log-file.ts'
import { describeExit, PartError } from './part.ts'
import { projectRoot } from './project-root.ts'
import { runLogged } from './run-logged.ts'
import { hashSources } from './source-hash.ts'
import { waitUntil } from './wait-until.ts'

export interface BuildOptions {
  readonly logFile: string
  readonly env: NodeJS.ProcessEnv
  readonly isForced: boolean
  readonly signal: AbortSignal
}

const outputFolder = join(projectRoot, '.next')
const stampFile = join(outputFolder, 'plantao-build')
const lockFile = join(outputFolder, 'plantao-build.lock')

/** True when `.next` holds a finished build of exactly these sources. */
export function isBuildCurrent(): boolean {
  return existsSync(join(outputFolder, 'BUILD_ID')) && readStamp() === hashSources(projectRoot)
}

/** Builds the site unless it is current. Throws PartError naming the log when the build fails. */
export async function buildSite(options: BuildOptions): Promise<void> {
  using _lock = await waitForLock(options.signal)
  if (!options.isForced && isBuildCurrent()) return
  const hash = hashSources(projectRoot)
  rmSync(stampFile, { force: true })
  await runNextBuild(options)
  writeFileSync(stampFile, hash)
}

/** Two builds into one folder spoil each other: the second waits and then finds the first one's result. */
async function waitForLock(signal: AbortSignal): Promise<Disposable> {
  mkdirSync(outputFolder, { recursive: true })
  let lock = takeLock(lockFile)
  const retry = () => {
    if (signal.aborted) return true
    lock = takeLock(lockFile)
    return !('heldBy' in lock)
  }
  if ('heldBy' in lock) await waitUntil(retry, { what: 'the end of another build', timeoutMs: 300_000, everyMs: 250 })
  signal.throwIfAborted()
  if ('heldBy' in lock) throw new Error(`process ${lock.heldBy.pid} builds the site and does not finish`)
  return lock
}

async function runNextBuild({ logFile, env, signal }: BuildOptions): Promise<void> {
  const next = join(projectRoot, 'node_modules/next/dist/bin/next')
  const log = openLog(logFile)
  try {
    const exit = await runLogged([process.execPath, next, 'build'], {
      log,
      env: { ...env, NODE_ENV: 'production' },
      signal,
    })
    signal.throwIfAborted()
    if (exit.code !== 0) throw new PartError({ name: 'build', logFile }, describeExit(exit))
  } finally {
    closeLog(log)
  }
}

function readStamp(): string | null {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null
}
