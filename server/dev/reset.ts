import { existsSync, rmSync } from 'node:fs'
import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { parseRunnerEnv } from '#server/env.ts'
import { type Home, openHome } from './home.ts'
import { readOperatorEnv } from './operator-env.ts'
import { recoverFromCrash } from './recover.ts'
import { AlreadyRunningError, takeStackLock } from './stack-lock.ts'

/** `npm run reset [-- --yes]`: forgets everything the embedded parts stored. Servers elsewhere are not touched. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { yes: { type: 'boolean', default: false } } })
  const home = openHome(parseRunnerEnv(readOperatorEnv()).PLANTAO_HOME)
  try {
    using _lock = takeStackLock(home)
    const doomed = storedIn(home).filter((path) => existsSync(path))
    if (doomed.length === 0) return tell('There is nothing to reset.')
    console.log(`This removes for good:\n${doomed.map((path) => `  ${path}`).join('\n')}`)
    if (!values.yes && !(await confirms())) return tell('Nothing was removed.', 1)
    await recoverFromCrash(home)
    for (const path of doomed) rmSync(path, { recursive: true, force: true })
    return tell('Removed. The next npm start begins with a fresh catalogue.')
  } catch (error) {
    if (error instanceof AlreadyRunningError) return tell(`${error.message}: stop it first (kill ${error.pid}).`, 1)
    throw error
  }
}

/** Named one by one: PLANTAO_HOME may hold files that are not ours. */
const storedIn = (home: Home): string[] => [
  home.postgres,
  home.redisState,
  home.redisCache,
  home.simulatorStore,
  home.logs,
  home.secrets,
  home.runtime,
]

async function confirms(): Promise<boolean> {
  if (!stdin.isTTY) {
    console.log('Nobody is here to ask: add --yes (npm run reset -- --yes).')
    return false
  }
  using terminal = createInterface({ input: stdin, output: stdout })
  return (await terminal.question('Type "yes" to go on: ')).trim() === 'yes'
}

function tell(line: string, code = 0): number {
  console.log(line)
  return code
}

process.exit(await main())
