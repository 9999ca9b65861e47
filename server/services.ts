import type { Logger } from 'pino'
import { createDb, type Db } from '#db/client.ts'
import { type Env, requireRedisServer } from './env.ts'
import { createMercadoPago, type MercadoPago } from './integrations/mercado-pago.ts'
import { createResend, type Resend } from './integrations/resend.ts'
import { createWebhookClient, type WebhookClient } from './integrations/webhook-client.ts'
import { createWhatsapp, type Whatsapp } from './integrations/whatsapp.ts'
import { createLog } from './log.ts'
import { createRealtime } from './realtime/create-realtime.ts'
import type { Realtime } from './realtime/realtime.ts'
import { createEventPublisher, type EventPublisher } from './realtime/topics/event-publisher.ts'
import type { Cache } from './redis/cache/cache.ts'
import { createCache } from './redis/cache/create-cache.ts'
import { createRedisConnections, type RedisConnections } from './redis/connections.ts'
import { createKeys, type Keys } from './redis/keys.ts'
import { createLimiter } from './redis/limiter/create-limiter.ts'
import type { Limiter } from './redis/limiter/limiter.ts'
import { createPubSub, type PubSub } from './redis/pubsub.ts'
import type { RedisAccess } from './redis/redis-access.ts'
import { createScripts, type Scripts } from './redis/scripts.ts'
import { createSessionStore, type SessionStore } from './redis/sessions/create-session-store.ts'
import { createSubscriberLink } from './redis/subscriber-link.ts'
import { createUpstashAccess } from './redis/upstash/create-upstash-access.ts'
import { secretValues } from './secret-values.ts'

/** Everything a use case may reach. One object per process; tests build their own. */
export interface Services {
  readonly env: Env
  readonly log: Logger
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  readonly redis: RedisAccess
  readonly keys: Keys
  readonly cache: Cache
  readonly limiter: Limiter
  readonly sessions: SessionStore
  readonly pubsub: PubSub
  /** Tells the gateways of stored events. */
  readonly events: EventPublisher
  readonly db: Db
  readonly resend: Resend
  /** undefined where the environment names no number: the channel is off. */
  readonly whatsapp: Whatsapp | undefined
  /** Where its access token is set. */
  readonly mercadoPago?: MercadoPago | undefined
  /** Calls the endpoints of the firm's own systems. */
  readonly webhooks: WebhookClient
  /** Subscriptions: on gateways alone. */
  readonly realtime?: Realtime | undefined
  /** Closes every part in the reverse order of its making. */
  close(): Promise<void>
}

/** Those of a process that holds connections to Redis, for subscriptions and queues. */
export interface ConnectedServices extends Services {
  readonly redis: RedisConnections
}

export interface GatewayServices extends ConnectedServices {
  readonly realtime: Realtime
}

export interface ServiceOptions {
  /** The process's name in logs and in the connection lists of Redis and Postgres: `web`, `gateway`, `worker`. */
  readonly name: string
  readonly log?: Logger
  readonly clock?: () => number
}

/**
 * The composition root. Builds, connects nothing: each connection opens at its first use or by `redis.ready()`.
 * Where the environment names Upstash's REST address, Redis is reached over HTTP: web can run where no connection lasts.
 */
export function createServices(env: Env, options: ServiceOptions): Services {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = env
  if (url === undefined || token === undefined) return createConnectedServices(env, options)
  return compose({ env, options, openRedis: ({ scripts }) => createUpstashAccess({ url, token, scripts }) })
}

/** The same, always over connections. Throws EnvironmentError where the environment names no server for them. */
export function createConnectedServices(env: Env, options: ServiceOptions): ConnectedServices {
  requireRedisServer(env, options.name)
  const openRedis = ({ log, scripts }: RedisParts) => createRedisConnections(env, { log, name: options.name, scripts })
  return compose({ env, options, openRedis })
}

/** Those of a gateway: they serve subscriptions. */
export const createGatewayServices = (env: Env, options: ServiceOptions): GatewayServices =>
  addRealtime(createConnectedServices(env, options))

/** Closing what comes back closes the services as well. */
export function addRealtime(services: ConnectedServices): GatewayServices {
  const realtime = createRealtime(services)
  return {
    ...services,
    realtime,
    close: async () => {
      await realtime.close()
      await services.close()
    },
  }
}

interface RedisParts {
  readonly log: Logger
  readonly scripts: Scripts
}

interface Composition<R extends RedisAccess> {
  readonly env: Env
  readonly options: ServiceOptions
  readonly openRedis: (parts: RedisParts) => R
}

function compose<R extends RedisAccess>({ env, options, openRedis }: Composition<R>): Services & { readonly redis: R } {
  const closers: (() => Promise<void>)[] = []
  const closedLast = <T extends { close(): Promise<void> }>(part: T): T => {
    closers.unshift(() => part.close())
    return part
  }
  const clock = options.clock ?? Date.now
  const log = options.log ?? createLog({ name: options.name, level: env.LOG_LEVEL, secrets: secretValues(env) })
  const redis = closedLast(openRedis({ log, scripts: createScripts() }))
  const keys = createKeys(env.REDIS_PREFIX, { isCluster: redis.isCluster })
  const db = closedLast(
    createDb({
      supabaseUrl: env.SUPABASE_URL,
      serviceRoleKey: env.SUPABASE_SERVICE_ROLE_KEY,
      databaseUrl: env.DATABASE_URL,
      applicationName: options.name,
      log,
    }),
  )
  const pubsub = createPubSub({ publisher: redis.stateStore, subscriber: redis.subscriber, log })
  const cache = closedLast(
    createCache({
      store: redis.cacheStore,
      link: redis.cacheSubscriber && createSubscriberLink(redis.cacheSubscriber, log),
      fleet: redis.stateStore,
      keys,
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
    cache,
    limiter: createLimiter({
      store: redis.stateStore,
      keys,
      log,
      instances: env.LIMIT_INSTANCES,
      ...(redis.subscriber && { pubsub }),
    }),
    sessions: createSessionStore({ store: redis.stateStore, keys }),
    pubsub,
    events: createEventPublisher({ store: redis.stateStore, keys, log }),
    mercadoPago: mercadoPagoOf(env),
    resend: createResend({ baseUrl: env.RESEND_BASE_URL, apiKey: env.RESEND_API_KEY }),
    webhooks: createWebhookClient({ allowsPrivate: env.PLANTAO_EMBEDDED || env.NODE_ENV !== 'production' }),
    whatsapp: whatsappOf(env),
    close: async () => {
      for (const close of closers) await close()
    },
  }
}

const mercadoPagoOf = ({ MERCADO_PAGO_BASE_URL: baseUrl, MERCADO_PAGO_ACCESS_TOKEN: accessToken }: Env) =>
  accessToken === undefined ? undefined : createMercadoPago({ baseUrl, accessToken })

function whatsappOf(env: Env): Whatsapp | undefined {
  const { WHATSAPP_PHONE_NUMBER_ID: phoneNumberId, WHATSAPP_ACCESS_TOKEN: accessToken } = env
  if (phoneNumberId === undefined || accessToken === undefined) return undefined
  const { WHATSAPP_BASE_URL: baseUrl, WHATSAPP_API_VERSION: apiVersion } = env
  return createWhatsapp({ baseUrl, apiVersion, phoneNumberId, accessToken })
}
