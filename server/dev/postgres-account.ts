import { chownSync, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './commands.ts'
import { findCommand } from './commands.ts'
import { asUnprivileged } from './death-signal.ts'

/** How Postgres, which refuses root, runs on this machine. */
export interface PostgresAccount {
  /** Set when spawn() must switch to this uid. */
  readonly uid?: number
  /** Prefixes a command that is spawned with `uid`. */
  wrap(command: Command): Command
  /** Prefixes a command so that it switches by itself, for programs that run to their end. */
  switchUser(command: Command): Command
  /** Hands files to the account. */
  own(...paths: string[]): void
}

const nobody = 65_534

/** Root: a user namespace, else the uid of `nobody`; anyone else: as they are. */
export function prepareAccount(dataDir: string): PostgresAccount {
  if (process.getuid?.() !== 0) return { wrap: (command) => command, switchUser: (command) => command, own: () => {} }
  return asUnprivileged(['true']) ? namespaceAccount(dataDir) : nobodyAccount(dataDir)
}

function namespaceAccount(dataDir: string): PostgresAccount {
  const wrap = (command: Command) => asUnprivileged(command) ?? command
  giveTree(dataDir, 0)
  return { wrap, switchUser: wrap, own: (...paths) => giveAll(paths, 0) }
}

function nobodyAccount(dataDir: string): PostgresAccount {
  const setpriv = findCommand('setpriv')
  if (!setpriv)
    throw new Error(
      'Postgres refuses to run as root, and neither user namespaces nor setpriv are here: run npm start as another user',
    )
  const switchUser = (command: Command): Command => [
    setpriv,
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    '--clear-groups',
    ...command,
  ]
  giveTree(dataDir, nobody)
  return { uid: nobody, wrap: (command) => command, switchUser, own: (...paths) => giveAll(paths, nobody) }
}

/** Data that was made under the other account changes hands once. */
function giveTree(folder: string, uid: number): void {
  if (!existsSync(folder) || statSync(folder).uid === uid) return
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  giveAll([...below, folder], uid)
}

function giveAll(paths: readonly string[], uid: number): void {
  for (const path of paths) chownSync(path, uid, uid)
}
