import type { Logger } from 'pino'
import { createDb, type Db } from '#db/client.ts'
import type { Env } from './env.ts'
import { createResend, type Resend } from './integrations/resend.ts'
import { createLog } from './log.ts'
import { type Cache, createCache } from './redis/cache/create-cache.ts'
import { createRedisConnections, type RedisConnections } from './redis/connections.ts'
import { createKeys, type Keys } from './redis/keys.ts'
import { createLimiter, type Limiter } from './redis/limiter/create-limiter.ts'
import { createPubSub, type PubSub } from './redis/pubsub.ts'
import { createScripts } from './redis/scripts.ts'
import { createSessionStore, type SessionStore } from './redis/sessions/create-session-store.ts'

/** Everything a use case may reach. One object per process; tests build their own. */
export interface Services {
  readonly env: Env
  readonly log: Logger
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  readonly redis: RedisConnections
  readonly keys: Keys
  readonly cache: Cache
  readonly limiter: Limiter
  readonly sessions: SessionStore
  readonly pubsub: PubSub
  readonly db: Db
  readonly resend: Resend
  /** Closes every part in the reverse order of its making. */
  close(): Promise<void>
}

export interface ServiceOptions {
  /** The process's name in logs and in the connection lists of Redis and Postgres: `web`, `gateway`, `worker`. */
  readonly name: string
  readonly log?: Logger
  readonly clock?: () => number
}

/** The composition root. Builds, connects nothing: each connection opens at its first use or by `redis.ready()`. */
export function createServices(env: Env, options: ServiceOptions): Services {
  const closers: (() => Promise<void>)[] = []
  const closedLast = <T extends { close(): Promise<void> }>(part: T): T => {
    closers.unshift(() => part.close())
    return part
  }
  const clock = options.clock ?? Date.now
  const log = options.log ?? createLog({ name: options.name, level: env.LOG_LEVEL })
  const keys = createKeys(env.REDIS_PREFIX)
  const redis = closedLast(createRedisConnections(env, { log, name: options.name }))
  const scripts = createScripts()
  const db = closedLast(
    createDb({
      supabaseUrl: env.SUPABASE_URL,
      serviceRoleKey: env.SUPABASE_SERVICE_ROLE_KEY,
      databaseUrl: env.DATABASE_URL,
      applicationName: options.name,
      log,
    }),
  )
  return {
    env,
    log,
    clock,
    redis,
    keys,
    db,
    cache: createCache({ redis: redis.cache, keys, scripts, log }),
    limiter: createLimiter({ redis: redis.state, keys, scripts, log, clock }),
    sessions: createSessionStore({ redis: redis.state, keys, scripts, clock }),
    pubsub: createPubSub({ publisher: redis.state, subscriber: redis.subscriber, log }),
    resend: createResend({ baseUrl: env.RESEND_BASE_URL, apiKey: env.RESEND_API_KEY }),
    close: async () => {
      for (const close of closers) await close()
    },
  }
}
