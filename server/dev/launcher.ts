import { rawEnv } from '#server/env.ts'
import { identifyProcess, isSameProcess, type ProcessIdentity } from './process-identity.ts'

/** The npm that started this process, or null when it was started by itself. */
export function findLauncher(): ProcessIdentity | null {
  return rawEnv().npm_lifecycle_event ? identifyProcess(process.ppid) : null
}

/** Calls once when npm is gone without having passed on a signal (kill -9): nobody is left to stop us. */
export function onLauncherGone(callback: () => void): void {
  const launcher = findLauncher()
  if (!launcher) return
  const timer = setInterval(() => {
    if (isSameProcess(launcher)) return
    clearInterval(timer)
    callback()
  }, 250)
  timer.unref()
}
