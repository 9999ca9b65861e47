import { execFile, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { rawEnv } from '#server/env.ts'

const execFileAsync = promisify(execFile)

export type Command = readonly [binary: string, ...args: string[]]

/** Full path of a program on PATH (or in the usual places that a bare PATH lacks), or null. */
export function findCommand(name: string): string | null {
  const folders = [
    ...(rawEnv().PATH ?? '').split(delimiter),
    '/usr/bin',
    '/usr/sbin',
    '/usr/local/bin',
    '/opt/homebrew/bin',
  ]
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null
}

/** Runs to the end; rejects with the program's own words. */
export async function runCommand([binary, ...args]: Command, env?: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await execFileAsync(binary, args, { ...(env ? { env } : {}), maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

export const succeeds = ([binary, ...args]: Command): boolean =>
  spawnSync(binary, args, { stdio: 'ignore' }).status === 0

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
