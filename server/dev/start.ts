import { parseArgs } from 'node:util'
import { EnvironmentError } from '#server/env.ts'
import { formatAddresses } from './addresses.ts'
import { onLauncherGone } from './launcher.ts'
import { readLogTail } from './log-file.ts'
import { readOperatorEnv } from './operator-env.ts'
import { PartError } from './part.ts'
import { createTerminalReporter } from './reporter.ts'
import { type Stack, type StackOptions, startStack } from './stack.ts'
import { AlreadyRunningError } from './stack-lock.ts'
import { onStopRequest } from './stop-request.ts'
import { waitUntilGone } from './wait-until-gone.ts'

const usage = `npm start [-- --migrate] [--rebuild]
  --watch     reload on change (npm run dev)
  --migrate   apply migrations to a database that DATABASE_URL names (the embedded one is always migrated)
  --rebuild   build the site even when nothing changed`

async function main(): Promise<number> {
  const options = readOptions()
  if (!options) return 2
  const stopping = new AbortController()
  onStopRequest((why) => {
    console.log(`\n${why}: stopping`)
    stopping.abort()
  })
  try {
    await using stack = await startUnlessLeaving({ ...options, signal: stopping.signal })
    return await runUntilStopped(stack, stopping.signal)
  } catch (error) {
    if (stopping.signal.aborted) return sayStopped()
    return explain(error)
  }
}

function readOptions(): StackOptions | null {
  try {
    const flag = { type: 'boolean', default: false } as const
    const { values } = parseArgs({ options: { watch: flag, migrate: flag, rebuild: flag, help: flag } })
    if (!values.help) {
      const reporter = createTerminalReporter()
      const { watch: isWatching, migrate: isMigrating, rebuild: isRebuilding } = values
      return { env: readOperatorEnv(), reporter, isWatching, isMigrating, isRebuilding }
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
  console.error(usage)
  return null
}

/** A runner that is just stopping, or whose npm was killed, is waited for instead of pointed at. */
async function startUnlessLeaving(options: StackOptions): Promise<Stack> {
  try {
    return await startStack(options)
  } catch (error) {
    if (!(error instanceof AlreadyRunningError && error.isLeaving)) throw error
    console.log('  the run before this one is stopping: waiting for it')
    await waitUntilGone(error.pid)
    return startStack(options)
  }
}

async function runUntilStopped(stack: Stack, signal: AbortSignal): Promise<number> {
  console.log(`\nPlantão runs.\n\n${formatAddresses(stack.addresses).join('\n')}\n`)
  console.log(`Stop: Ctrl-C, or kill ${process.pid}.   Also: npm run status, npm run reset\n`)
  onLauncherGone(() => process.kill(process.pid, 'SIGTERM'))
  const stopped = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null)
    signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  const failure = await Promise.race([stack.failed, stopped])
  const code = failure ? explain(failure) : 0
  await stack.stop()
  return failure ? code : sayStopped()
}

function sayStopped(): number {
  console.log('Plantão is stopped; your data is kept.')
  return 0
}

/** Says what went wrong in words that help; answers the exit code. */
function explain(error: unknown): number {
  if (error instanceof AlreadyRunningError) return tellWhere(error)
  if (error instanceof PartError) tellPartFailure(error)
  else if (error instanceof EnvironmentError) console.error(`\n${error.message}`)
  else console.error(`\nPlantão did not start: ${messageOf(error)}`)
  return 1
}

function tellWhere({ pid, runtime }: AlreadyRunningError): number {
  const state = runtime?.state === 'starting' || !runtime ? 'is starting' : 'runs'
  console.log(`\nPlantão already ${state} here (process ${pid}${runtime ? `, since ${runtime.startedAt}` : ''}).\n`)
  if (runtime) console.log(`${formatAddresses(runtime.addresses).join('\n')}\n`)
  console.log(`Stop it: kill ${pid}, or Ctrl-C where it was started.`)
  return 0
}

function tellPartFailure(error: PartError): void {
  const tail = readLogTail(error.logFile, 25).map((line) => `    ${line}`)
  const why = error.cause ? ` (${messageOf(error.cause)})` : ''
  console.error(`\n${error.message}${why}. The last lines of ${error.logFile}:\n\n${tail.join('\n')}\n`)
  console.error('Stopping the other parts.')
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? [error.message, ...(error.cause ? [messageOf(error.cause)] : [])].join(': ') : String(error)

process.exit(await main())
