import { parseEnv, rawEnv, type Source } from '#server/env.ts'
import { listAddresses } from './addresses.ts'
import { childEnvironment } from './child-environment.ts'
import { choosePorts } from './choose-ports.ts'
import { type Home, openHome } from './home.ts'
import type { Part, PartError } from './part.ts'
import { type PartName, partNames } from './part-names.ts'
import { type Plan, planStack } from './plan.ts'
import { recoverFromCrash } from './recover.ts'
import { type Reporter, silentReporter } from './reporter.ts'
import type { Address, Runtime } from './runtime-file.ts'
import { createRuntimeRecord } from './runtime-record.ts'
import { loadSecrets } from './secrets.ts'
import { takeStackLock } from './stack-lock.ts'
import { partsOf, startParts } from './start-parts.ts'
import { createSupervisor } from './supervisor.ts'

export interface StackOptions {
  /** The operator's variables; default: those of this process. */
  readonly env?: Source
  /** Default: PLANTAO_HOME, else `.plantao`. */
  readonly home?: string
  /** Start only these (and no build without `web`); default: every part that is not elsewhere. */
  readonly parts?: readonly PartName[]
  /** Reload on change, as `npm run dev`. */
  readonly isWatching?: boolean
  /** Migrate a database that is elsewhere too; the embedded one is always migrated. */
  readonly isMigrating?: boolean
  /** Build the site even when nothing changed. */
  readonly isRebuilding?: boolean
  readonly reporter?: Reporter
  /** Gives up a start under way; the promise then rejects and nothing is left running. */
  readonly signal?: AbortSignal
}

export interface Stack extends AsyncDisposable {
  readonly parts: readonly Part[]
  readonly addresses: readonly Address[]
  /** What web, gateway and worker got, secrets included. */
  readonly environment: Readonly<NodeJS.ProcessEnv>
  /** What each step of the start took, and `total`. */
  readonly timings: Readonly<Runtime['timings']>
  /** Resolves when a part ended unasked; the others still run until `stop`. */
  readonly failed: Promise<PartError>
  /** Stops every part in reverse order. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Brings the whole product up and answers when every part is healthy.
 * Throws EnvironmentError, AlreadyRunningError or PartError; whatever had started is stopped first.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const operator = options.env ?? rawEnv()
  const plan = planStack(operator)
  const home = openHome(options.home ?? plan.runnerEnv.PLANTAO_HOME)
  const reporter = options.reporter ?? silentReporter
  await using cleanup = new AsyncDisposableStack()
  cleanup.use(takeStackLock(home))
  reporter.say(`data, logs and secrets are in ${home.root}`)
  if (await recoverFromCrash(home)) reporter.say('the last run was cut short: cleaned up after it')

  const wanted = new Set(partsOf(plan).filter((name) => (options.parts ?? partNames).includes(name)))
  const setting = await prepareSetting({ operator, plan, home, wanted, options, reporter })
  const record = createRuntimeRecord(home, listAddresses(setting.ports, wanted, home))
  cleanup.defer(() => record.remove())
  const supervisor = createSupervisor({ onStarted: record.add })
  cleanup.defer(() => supervisor.stop())
  options.signal?.throwIfAborted()
  options.signal?.addEventListener('abort', () => void supervisor.stop(), { once: true })

  const step = <T>(name: string, work: Promise<T>) => reporter.during(name, record.timed(name, work))
  await startParts({ ...setting, supervisor, step })
  record.setState('running')
  return toStack({ setting, supervisor, record, cleanup: cleanup.move() })
}

interface SettingIngredients {
  readonly operator: Source
  readonly plan: Plan
  readonly home: Home
  readonly wanted: ReadonlySet<PartName>
  readonly options: StackOptions
  readonly reporter: Reporter
}

/** Ports, secrets and the environment of the application, checked before anything is started. */
async function prepareSetting({ operator, plan, home, wanted, options, reporter }: SettingIngredients) {
  const { isWatching = false, isMigrating = false, isRebuilding = false } = options
  const say = reporter.say
  const ports = await choosePorts(plan.runnerEnv, [...wanted], say)
  const secrets = loadSecrets(home)
  const environment = childEnvironment({ operator, plan, ports, secrets, isWatching })
  parseEnv(environment)
  return { plan, home, wanted, ports, secrets, environment, say, isWatching, isMigrating, isRebuilding }
}

interface RunningStack {
  readonly setting: Awaited<ReturnType<typeof prepareSetting>>
  readonly supervisor: ReturnType<typeof createSupervisor>
  readonly record: ReturnType<typeof createRuntimeRecord>
  readonly cleanup: AsyncDisposableStack
}

function toStack({ setting, supervisor, record, cleanup }: RunningStack): Stack {
  const stop = async () => {
    if (!cleanup.disposed) record.setState('stopping')
    await supervisor.stop()
    await cleanup.disposeAsync()
  }
  return {
    parts: supervisor.parts(),
    addresses: listAddresses(setting.ports, setting.wanted, setting.home),
    environment: setting.environment,
    timings: record.timings,
    failed: supervisor.failed,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}
