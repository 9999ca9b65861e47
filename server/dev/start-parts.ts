import { buildSite, isBuildCurrent } from './build-site.ts'
import { findOrInstall, redisServer } from './install-binary.ts'
import type { PartName } from './part-names.ts'
import { createPartStarters, type PartContext } from './part-starters.ts'
import { postgresUrl } from './parts/postgres.ts'
import type { Plan } from './plan.ts'
import { migrateDatabase, prepareEmbeddedDatabase } from './prepare-database.ts'
import type { Supervisor } from './supervisor.ts'

export interface StartContext extends PartContext {
  readonly plan: Plan
  readonly wanted: ReadonlySet<PartName>
  readonly supervisor: Supervisor
  readonly isMigrating: boolean
  readonly isRebuilding: boolean
  /** Measures a step and tells of it. */
  readonly step: <T>(name: string, work: Promise<T>) => Promise<T>
}

/** Which parts this plan runs here at all. */
export function partsOf(plan: Plan): PartName[] {
  return [
    ...(plan.isDatabaseEmbedded ? (['postgres', 'postgrest'] as const) : []),
    ...(plan.isStateEmbedded ? (['redis-state'] as const) : []),
    ...(plan.isCacheEmbedded ? (['redis-cache'] as const) : []),
    ...(plan.isSimulatorEmbedded ? (['simulator'] as const) : []),
    'web',
    'gateway',
    'worker',
  ]
}

/** Servers and build side by side, then the application's processes; rejects with the first failure. */
export async function startParts(context: StartContext): Promise<void> {
  const start = partStarter(context)
  if (context.wanted.has('redis-state') || context.wanted.has('redis-cache'))
    await findOrInstall(redisServer, context.say)
  const servers = ['redis-state', 'redis-cache', 'simulator'] as const
  await Promise.all([startDatabase(context), ...servers.map(start), build(context)])
  const application = ['web', 'gateway', 'worker'] as const
  await Promise.all(application.map(start))
}

type StartOne = (name: PartName) => Promise<void>

function partStarter(context: StartContext): StartOne {
  const starters = createPartStarters(context)
  return async (name) => {
    if (context.wanted.has(name)) await context.step(name, context.supervisor.start(name, starters[name]))
  }
}

async function startDatabase(context: StartContext): Promise<void> {
  const { plan, wanted, secrets, ports, step, say } = context
  if (!plan.isDatabaseEmbedded) return migrateForeign(context)
  const start = partStarter(context)
  await start('postgres')
  if (!wanted.has('postgres')) return
  const databaseUrl = postgresUrl({ port: ports.postgres, user: 'postgres', password: secrets.postgresPassword })
  const { authenticatorPassword } = secrets
  await step('migrate', prepareEmbeddedDatabase({ databaseUrl, authenticatorPassword }, say))
  await start('postgrest')
}

/** A database of somebody else's is changed only when asked, and never seeded. */
async function migrateForeign({ environment, isMigrating, step, say }: StartContext): Promise<void> {
  const databaseUrl = environment.DATABASE_URL
  if (!isMigrating) return say('the database is elsewhere and was not migrated; to do so: npm start -- --migrate')
  if (!databaseUrl) throw new Error('--migrate needs DATABASE_URL: migrations run over a direct connection')
  await step('migrate', migrateDatabase(databaseUrl, say))
}

async function build({ wanted, isWatching, isRebuilding, home, environment, supervisor, step }: StartContext) {
  if (isWatching || !wanted.has('web')) return
  if (!isRebuilding && isBuildCurrent()) return
  const options = { logFile: home.logOf('build'), env: environment, isForced: isRebuilding, signal: supervisor.signal }
  await step('build', buildSite(options))
}
