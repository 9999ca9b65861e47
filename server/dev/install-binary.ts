import { join } from 'node:path'
import { findCommand, runCommand } from './commands.ts'

/** A program that no npm package ships, and how each system gets it. */
export interface SystemBinary {
  readonly what: string
  readonly names: readonly string[]
  readonly aptPackage: string
  readonly howTo: readonly string[]
}

export const redisServer: SystemBinary = {
  what: 'redis-server',
  names: ['redis-server', 'valkey-server'],
  aptPackage: 'redis-server',
  howTo: [
    'Debian, Ubuntu:  sudo apt-get install -y redis-server',
    'macOS:           brew install redis',
    'Docker:          docker run -d -p 127.0.0.1:6379:6379 redis:7.4.2-bookworm   and REDIS_URL=redis://127.0.0.1:6379',
    'Elsewhere:       point REDIS_URL at a server that runs already',
  ],
}

export const chromium: SystemBinary = {
  what: 'Chromium',
  names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  aptPackage: 'chromium',
  howTo: [
    'Debian:  sudo apt-get install -y chromium',
    'macOS:   brew install --cask chromium',
    'Docker:  docker run --rm -v "$PWD":/app -w /app node:24-bookworm npm test   (as root it installs both itself)',
  ],
}

type Say = (line: string) => void

/**
 * The program's path; installs it when apt can do so without a prompt, else throws with the command for each system.
 * Parts that start side by side must not install side by side: whoever starts several calls this first.
 */
export async function findOrInstall(binary: SystemBinary, say: Say): Promise<string> {
  const found = findAny(binary)
  if (found) return found
  if (!canInstall()) throw new Error(missingMessage(binary))
  say(`${binary.what} is not on this machine: installing it with apt-get (this can take a minute)`)
  try {
    await aptInstall(binary.aptPackage, say)
  } catch (cause) {
    throw new Error(missingMessage(binary), { cause })
  }
  const installed = findAny(binary)
  if (!installed) throw new Error(missingMessage(binary))
  say(`${binary.what} installed: ${installed}`)
  return installed
}

function findAny({ names }: SystemBinary): string | null {
  for (const name of names) {
    const path = findCommand(name)
    if (path) return path
  }
  return null
}

const canInstall = (): boolean => process.getuid?.() === 0 && findCommand('apt-get') !== null

/** The package lists of a fresh image are empty: a first failure is answered by one update. */
async function aptInstall(name: string, say: Say): Promise<void> {
  const aptGet = findCommand('apt-get') ?? join('/usr/bin', 'apt-get')
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    DEBIAN_FRONTEND: 'noninteractive',
  }
  // Another apt-get at work (unattended upgrades, a second checkout) is waited for.
  const waitForLock = ['-o', 'DPkg::Lock::Timeout=300']
  const install = () => runCommand([aptGet, ...waitForLock, 'install', '-y', '--no-install-recommends', name], env)
  try {
    await install()
  } catch {
    say('refreshing the package lists of apt')
    await runCommand([aptGet, 'update'], env)
    await install()
  }
}

const missingMessage = ({ what, howTo }: SystemBinary): string =>
  [`${what} is missing. Install it, then run the same command again:`, ...howTo.map((line) => `  ${line}`)].join('\n')
