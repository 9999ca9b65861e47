import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const keptBytes = 5 * 1024 * 1024

/** Opens a part's log for appending (mode 0600); what grew past 5 MiB becomes `<name>.1` first. */
export function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true })
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > keptBytes) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

export const closeLog = (descriptor: number): void => closeSync(descriptor)

/** The last lines of a log, oldest first; none when there is no file. */
export function readLogTail(file: string, lines: number): string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines)
  } catch {
    return []
  }
}
