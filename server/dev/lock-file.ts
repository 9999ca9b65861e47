import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { identifyProcess, isSameProcess, type ProcessIdentity, processIdentity } from './process-identity.ts'

export interface HeldLock extends Disposable {
  readonly holder: ProcessIdentity
}

/** Takes the lock for this process, or answers who holds it. A lock whose holder is gone is taken over. */
export function takeLock(file: string): HeldLock | { readonly heldBy: ProcessIdentity } {
  const holder = identifyProcess(process.pid)
  if (!holder) throw new Error('this process cannot read its own start time')
  for (;;) {
    if (createLock(file, holder)) return { holder, [Symbol.dispose]: () => rmSync(file, { force: true }) }
    const current = readLock(file)
    if (current && isSameProcess(current)) return { heldBy: current }
    removeStale(file, current)
  }
}

/** Who holds the lock now; null when nobody does or the holder is gone. */
export function lockHolder(file: string): ProcessIdentity | null {
  const current = readLock(file)
  return current && isSameProcess(current) ? current : null
}

/** The link appears whole or not at all: a reader never sees a half-written lock. */
function createLock(file: string, holder: ProcessIdentity): boolean {
  const draft = `${file}.${holder.pid}`
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Moved aside before it is removed: of two that find it stale, one may already hold a fresh lock under the same name. */
function removeStale(file: string, stale: ProcessIdentity | null): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
    const moved = readLock(aside)
    if (moved?.startedAt !== stale?.startedAt) linkSync(aside, file)
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function readLock(file: string): ProcessIdentity | null {
  try {
    return processIdentity.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
