import { type Env, EnvironmentError, readEnv, requireRedisServer } from './env.ts'
import { createLog } from './log.ts'
import { maskConsole } from './mask-console.ts'
import { secretValues } from './secret-values.ts'
import type { ConnectedServices, ServiceOptions } from './services.ts'

interface ProcessContext<S> {
  readonly services: S
  /** Registers what ends before the services do; the last registered ends first. */
  readonly onStop: (stop: () => Promise<void>) => void
}

interface Process<S> {
  readonly name: string
  readonly compose: (env: Env, options: ServiceOptions) => S
  readonly start: (context: ProcessContext<S>) => Promise<void>
}

/** The longest a stop may take; a supervisor's own deadline is usually 10 s. */
const stopDeadlineMs = 9_000

/**
 * The life of a standalone process: environment, services, `start`, and an orderly end on SIGTERM or SIGINT.
 * A boot that fails prints one message that says what to do and exits 1.
 */
export async function runProcess<S extends ConnectedServices>({ name, compose, start }: Process<S>): Promise<void> {
  const env = readEnvOrExit(name)
  const log = createLog({ name, level: env.LOG_LEVEL, secrets: secretValues(env) })
  maskConsole(env)
  const services = compose(env, { name, log })
  const stops: (() => Promise<void>)[] = [() => services.close()]
  const stop = async (reason: string, exitCode: number) => {
    log.info({ reason }, 'stopping')
    setTimeout(() => process.exit(1), stopDeadlineMs).unref()
    for (const end of stops.splice(0)) await end().catch((error) => log.error({ err: error }, 'part did not stop'))
    log.info('stopped')
    process.exit(exitCode)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal, 0))
  process.once('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception')
    void stop('uncaughtException', 1)
  })
  try {
    await start({ services, onStop: (end) => stops.unshift(end) })
  } catch (error) {
    log.fatal({ err: error }, `${name} cannot start`)
    await stop('failed start', 1)
  }
}

function readEnvOrExit(name: string): Env {
  try {
    const env = readEnv()
    requireRedisServer(env, name)
    return env
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
