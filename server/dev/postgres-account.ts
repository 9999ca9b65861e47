import { chownSync, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, findCommand } from './commands.ts'
import { asUnprivileged } from './death-signal.ts'

/** How Postgres, which refuses root, runs on this machine. */
export interface PostgresAccount {
  /** Prefixes a command so that it runs under the account. */
  wrap(command: Command): Command
  /** Hands files to the account. */
  own(...paths: string[]): void
}

const root = 0
const nobody = 65_534

/** Root: a user namespace, else the uid of `nobody`; anyone else: as they are. Data of the other way changes hands. */
export function preparePostgresAccount(dataDir: string): PostgresAccount {
  if (process.getuid?.() !== root) return { wrap: (command) => command, own: () => {} }
  const hasNamespaces = asUnprivileged(['true']) !== null
  const owner = hasNamespaces ? root : nobody
  giveTree(dataDir, owner)
  const wrap = hasNamespaces ? (command: Command) => asUnprivileged(command) ?? command : asNobody
  return { wrap, own: (...paths) => giveAll(paths, owner) }
}

/** Keeps the right to pass through folders that only root may enter, as a checkout below /root is. */
export function asNobody(command: Command): Command {
  const setpriv = findCommand('setpriv')
  if (!setpriv) {
    throw new Error(
      'Postgres refuses to run as root, and this machine has neither unshare nor setpriv: use another user',
    )
  }
  const mayPass = '+dac_override,+dac_read_search'
  const rights = [`--inh-caps=${mayPass}`, `--ambient-caps=${mayPass}`]
  return [setpriv, `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...rights, ...command]
}

function giveTree(folder: string, uid: number): void {
  if (!existsSync(folder) || statSync(folder).uid === uid) return
  const below = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  giveAll([...below, folder], uid)
}

function giveAll(paths: readonly string[], uid: number): void {
  for (const path of paths) chownSync(path, uid, uid)
}
