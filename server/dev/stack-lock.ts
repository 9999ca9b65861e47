import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Home } from './home.ts'
import { type HeldLock, takeLock } from './lock-file.ts'
import { isSameProcess } from './process-identity.ts'
import { type Runtime, readRuntime } from './runtime-file.ts'

/** A stack with this home runs; `runtime` says where (null in the first moments of its start). */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError'
  readonly runtime: Runtime | null
  readonly pid: number
  /** It will be gone in a moment: waiting is better than telling. */
  readonly isLeaving: boolean

  constructor(pid: number, runtime: Runtime | null) {
    super(`Plantão already runs here (process ${pid})`)
    this.pid = pid
    this.runtime = runtime
    this.isLeaving = runtime?.state === 'stopping' || (runtime?.launcher ? !isSameProcess(runtime.launcher) : false)
  }
}

/** One stack per home; throws AlreadyRunningError. */
export function takeStackLock(home: Home): HeldLock {
  mkdirSync(dirname(home.lock), { recursive: true })
  const lock = takeLock(home.lock)
  if ('heldBy' in lock) throw new AlreadyRunningError(lock.heldBy.pid, readRuntime(home.runtime))
  return lock
}
