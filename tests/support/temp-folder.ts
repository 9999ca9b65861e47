import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { identifyProcess } from '#server/dev/process-identity.ts'
import { projectRoot } from '#server/dev/project-root.ts'

export interface TempFolder extends Disposable {
  readonly path: string
}

const parent = join(projectRoot, '.plantao')

/** A folder of one's own below `.plantao/`, removed when disposed: the project leaves nothing elsewhere. */
export function createTempFolder(): TempFolder {
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  const path = mkdtempSync(join(parent, `test-${process.pid}-`))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Removes what test runs that were killed left; a folder's name carries the pid of its owner. */
export function removeAbandonedFolders(): void {
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(parent)) {
    const pid = Number(/^test-(\d+)-/.exec(name)?.[1])
    if (pid && !identifyProcess(pid)) rmSync(join(parent, name), { recursive: true, force: true })
  }
}
