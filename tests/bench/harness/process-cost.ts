import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** What the kernel says of a process, whatever runs in it. */
export interface ProcessCost {
  readonly cpuS: number
  readonly rssBytes: number
}

let ticksPerS: number | undefined
const pageBytes = 4_096

/** Of any process of this machine, all its threads together. Resolution 10 ms. */
export function costOf(pid: number): ProcessCost {
  ticksPerS ??= Number(execFileSync('getconf', ['CLK_TCK']))
  // The name in parentheses may hold blanks: fields are counted from behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  const rssPages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return { cpuS: (Number(fields[11]) + Number(fields[12])) / ticksPerS, rssBytes: rssPages * pageBytes }
}

/** Processor time of a process and of all its children, those that have ended included: a Postgres with its backends. */
export function cpuSOfFamily(pid: number): number {
  ticksPerS ??= Number(execFileSync('getconf', ['CLK_TCK']))
  let ticks = 0
  for (const name of readdirSync('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(name) : []
    const isParent = Number(name) === pid
    // utime, stime; of the parent also those of the children it has buried.
    if (isParent || Number(fields[1]) === pid) ticks += Number(fields[11]) + Number(fields[12])
    if (isParent) ticks += Number(fields[13]) + Number(fields[14])
  }
  return ticks / ticksPerS
}

/** Fields from the third on; none of a process that has just ended. */
function statOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  } catch {
    return []
  }
}
