import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const keptBytes = 5 * 1024 * 1024

const runMark = '=== started '

/** Opens a part's log for appending (mode 0600) and marks the new run; what grew past 5 MiB becomes `<name>.1` first. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true })
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > keptBytes) renameSync(file, `${file}.1`)
  const descriptor = openSync(file, 'a', 0o600)
  writeSync(descriptor, `${runMark}${new Date().toISOString()}\n`)
  return descriptor
}

export const closeLog = (descriptor: number): void => closeSync(descriptor)

/** The last lines of a log's newest run, oldest first; none when there is no file. */
export function readLogTail(file: string, lines: number): string[] {
  try {
    const all = readFileSync(file, 'utf8').trimEnd().split('\n')
    const run = all.slice(all.findLastIndex((line) => line.startsWith(runMark)) + 1)
    return run.slice(-lines)
  } catch {
    return []
  }
}
