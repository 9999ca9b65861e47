import type { Command } from './commands.ts'
import { findCommand, succeeds } from './commands.ts'

type Signal = 'INT' | 'TERM' | 'KILL'

/**
 * Wraps a command so that the kernel signals it when this process dies, even by kill -9.
 * Where setpriv is missing (macOS) the command runs bare, and the next start ends what is left.
 */
export function endsWithParent(command: Command, signal: Signal = 'TERM'): Command {
  const setpriv = process.platform === 'linux' ? findCommand('setpriv') : null
  return setpriv ? [setpriv, '--pdeathsig', signal, ...command] : command
}

/**
 * Postgres refuses to run as root. In a user namespace it sees itself as user 1000 while its files stay root's:
 * no system user is needed and it works below folders that only root may enter.
 * Null where user namespaces are switched off: then the process must run under another uid.
 */
export function asUnprivileged(command: Command): Command | null {
  const unshare = process.platform === 'linux' ? findCommand('unshare') : null
  if (!unshare) return null
  const namespace = [unshare, '--user', '--map-user=1000', '--map-group=1000'] as const
  return succeeds([...namespace, 'true']) ? [...namespace, ...command] : null
}
