import { pingDatabase } from '#db/queries/health.ts'
import type { Services } from '../../services.ts'
import { readAlertsNow } from '../console/alerts-now.ts'

type PartHealth = { readonly status: 'ok' } | { readonly status: 'down'; readonly problem: string }

export interface Health {
  /** `down` when a request would fail, `degraded` when it is served more slowly. */
  readonly status: 'ok' | 'degraded' | 'down'
  readonly parts: Readonly<Record<'database' | 'directDatabase' | 'redisState' | 'redisCache' | 'worker', PartHealth>>
}

/** Asks every part once, side by side; each answers or fails within its own time limit (2 s at most). */
export async function readHealth(services: Services): Promise<Health> {
  const { db, redis } = services
  const [database, { state, cache }, isSilent] = await Promise.all([
    pingDatabase(db),
    redis.inspect(),
    isWorkerSilent(services),
  ])
  const parts = {
    database: part(database.rest.ok, 'PostgREST does not answer'),
    directDatabase: part(database.direct?.ok ?? true, 'Postgres does not answer on DATABASE_URL'),
    redisState: part(state.isConnected, 'Redis (state) does not answer: sign-in, limits and live updates suffer'),
    worker: part(!isSilent, 'no worker does any job: e-mails, WhatsApp and webhooks wait'),
    redisCache: part(cache.isConnected, 'Redis (cache) does not answer: every read goes to the database'),
  }
  return { status: overall(parts), parts }
}

/** Told by the clock of the database; without it nobody knows, and the database is what is down. */
const isWorkerSilent = (services: Services): Promise<boolean> =>
  readAlertsNow(services).then(
    ({ worker }) => worker.isSilent,
    () => false,
  )

const part = (isOk: boolean, problem: string): PartHealth => (isOk ? { status: 'ok' } : { status: 'down', problem })

function overall(parts: Health['parts']): Health['status'] {
  if (parts.database.status === 'down') return 'down'
  return Object.values(parts).every(({ status }) => status === 'ok') ? 'ok' : 'degraded'
}
