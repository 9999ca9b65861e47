import { parseArgs } from 'node:util'
import { parseRunnerEnv } from '#server/env.ts'
import { formatAddresses } from './addresses.ts'
import { openHome } from './home.ts'
import { lockHolder } from './lock-file.ts'
import { readOperatorEnv } from './operator-env.ts'
import { isSameProcess } from './process-identity.ts'
import { type PartEntry, type Runtime, readRuntime } from './runtime-file.ts'

/** `npm run status [-- --json]`: what runs, where, for how long. */
function main(): void {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
  const home = openHome(parseRunnerEnv(readOperatorEnv()).PLANTAO_HOME)
  const holder = lockHolder(home.lock)
  const runtime = readRuntime(home.runtime)
  if (values.json) console.log(JSON.stringify({ isRunning: holder !== null, ...(holder ? runtime : {}) }))
  else if (!holder) console.log(describeStopped(runtime))
  else console.log(runtime ? describeRunning(runtime) : `Plantão is starting (process ${holder.pid}).`)
}

const describeStopped = (runtime: Runtime | null): string =>
  runtime
    ? 'Plantão does not run: it was cut short. The next npm start cleans up; your data is kept.'
    : 'Plantão does not run. Start it: npm start'

function describeRunning(runtime: Runtime): string {
  const verbs = { starting: 'is starting', running: 'runs', stopping: 'is stopping' }
  return [
    `Plantão ${verbs[runtime.state]} (process ${runtime.runner.pid}, since ${runtime.startedAt}).`,
    '',
    ...formatAddresses(runtime.addresses),
    '',
    ...runtime.parts.map(describePart),
    '',
    `Stop it: kill ${runtime.runner.pid}`,
  ].join('\n')
}

function describePart(part: PartEntry): string {
  const state = isSameProcess(part) ? 'up' : 'gone'
  return `  ${part.name.padEnd(12)} ${state.padEnd(5)} pid ${String(part.pid).padEnd(8)} port ${String(part.port).padEnd(6)} ${part.logFile}`
}

main()
