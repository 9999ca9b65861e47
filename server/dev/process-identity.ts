import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** A pid alone may have been given to a stranger since: the start time makes it ours. */
export const processIdentity = z.object({ pid: z.number().int().positive(), startedAt: z.string() })
export type ProcessIdentity = z.infer<typeof processIdentity>

export function identifyProcess(pid: number): ProcessIdentity | null {
  const startedAt = process.platform === 'linux' ? readLinuxStart(pid) : readPsStart(pid)
  return startedAt === null ? null : { pid, startedAt }
}

/** True while the very process that was recorded runs; a zombie counts as gone. */
export function isSameProcess(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt
}

/** The arguments of a running process, or '' when it is gone or not ours to read. */
export function readCommandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return ps(pid, 'command=')
  } catch {
    return ''
  }
}

/** Boot id and start tick: ticks alone repeat after a reboot. */
function readLinuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, startTick] = [fields[0], fields[19]]
    if (state === 'Z' || state === 'X' || startTick === undefined) return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${startTick}`
  } catch {
    return null
  }
}

function readPsStart(pid: number): string | null {
  try {
    return ps(pid, 'lstart=') || null
  } catch {
    return null
  }
}

const ps = (pid: number, column: string): string =>
  execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim()
