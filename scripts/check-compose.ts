import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { findCommand } from '#server/dev/commands.ts'
import { findOrInstall, type SystemBinary } from '#server/dev/install-binary.ts'

/**
 * docker-compose.yml is accepted by `docker compose config` and by a linter. No container is started:
 * neither needs an engine. Every variable that the file demands gets a value here.
 */
const compose: SystemBinary = {
  what: 'docker compose',
  names: ['docker-compose'],
  aptPackage: 'docker-compose',
  howTo: [
    'Debian, Ubuntu:  sudo apt-get install -y docker-compose',
    'macOS:           brew install docker-compose',
    'Docker:          Docker Desktop and docker-ce bring `docker compose`',
  ],
}

async function main(): Promise<void> {
  const command = await findCompose()
  run([...command, '-f', 'docker-compose.yml', 'config', '--quiet'], demandedVariables())
  run([process.execPath, 'node_modules/dclint/bin/dclint.cjs', '--max-warnings', '0', 'docker-compose.yml'], {})
}

async function findCompose(): Promise<string[]> {
  const docker = findCommand('docker')
  const hasPlugin = docker && spawnSync(docker, ['compose', 'version'], { stdio: 'ignore' }).status === 0
  return hasPlugin ? [docker, 'compose'] : [await findOrInstall(compose, console.log)]
}

/** `${NAME:?message}` in the file → NAME=checked */
function demandedVariables(): Record<string, string> {
  const names = readFileSync('docker-compose.yml', 'utf8').matchAll(/\$\{(\w+):\?/g)
  return Object.fromEntries([...names].map(([, name]) => [name, 'checked']))
}

function run([binary = '', ...args]: readonly string[], variables: Record<string, string>): void {
  console.log(`$ ${[binary, ...args].join(' ')}`)
  const { status } = spawnSync(binary, args, { stdio: 'inherit', env: { ...process.env, ...variables } })
  if (status !== 0) process.exit(status ?? 1)
}

await main()
