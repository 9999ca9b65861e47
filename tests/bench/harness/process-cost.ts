import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

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
