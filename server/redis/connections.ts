import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Env } from '../env.ts'
import { closeClient } from './close-client.ts'
import { type ClientOptions, createClient, createSubscriber, nodesOf, type RedisClient } from './create-client.ts'
import { inspectRedis } from './inspect.ts'
import { createKeys } from './keys.ts'
import { logConnection } from './log-connection.ts'
import type { RedisAccess } from './redis-access.ts'
import { createScripts, type Scripts } from './scripts.ts'
import { createRedisStore } from './store.ts'
import { cacheTopology, stateTopology, type Topology } from './topology.ts'
import { checkSameDatabase } from './upstash/check-same-database.ts'
import { upstashStoreOf } from './upstash/create-upstash-store.ts'
import { waitUntilReady } from './wait-until-ready.ts'
import { warnAboutPolicies } from './warn-about-policies.ts'

/** One connection per role and process. Each opens at its first command or by `ready()`. */
export interface RedisConnections extends RedisAccess {
  /** Under `stateStore`. Fails fast: a command without a connection at once, one without an answer in 500 ms. */
  readonly state: RedisClient
  /** Under `cacheStore`. Fails fast: without a connection at once, without an answer in 200 ms. */
  readonly cache: RedisClient
  /** Subscriptions only; `createPubSub` owns it and subscribes again after each reconnection. */
  readonly subscriber: Redis
  readonly cacheSubscriber: Redis
  /** A connection for BullMQ: its commands wait for Redis to come back, as its workers need. Closed by `close()`. */
  createQueueConnection(): RedisClient
}

interface ConnectionsOptions {
  readonly log: Logger
  /** The process's name: `web`, `gateway`, `worker`. */
  readonly name: string
  readonly scripts?: Scripts
}

const stateTimeoutMs = 500
const cacheTimeoutMs = 200
const subscriberTimeoutMs = 2_000
const bootTimeoutMs = 10_000

export function createRedisConnections(env: Env, options: ConnectionsOptions): RedisConnections {
  const { log, name, scripts = createScripts() } = options
  const stateServer = stateTopology(env)
  const ownCacheServer = cacheTopology(env)
  const cacheServer = ownCacheServer ?? stateServer
  const keys = createKeys(env.REDIS_PREFIX, { isCluster: stateServer.kind === 'cluster' })
  const opened: Opened[] = []

  const describe = (role: string, topology: Topology, commandTimeoutMs: number | undefined): ClientOptions => ({
    topology,
    connectionName: `plantao-${name}-${role}`,
    commandTimeoutMs,
    whenDisconnected: commandTimeoutMs === undefined ? 'wait' : 'fail',
  })
  const register = <C extends RedisClient>(role: string, topology: Topology, client: C): C => {
    logConnection(client, log.child({ redis: role }))
    opened.push({ role, topology, client })
    return client
  }

  const state = register('state', stateServer, createClient(describe('state', stateServer, stateTimeoutMs)))
  const cache = register('cache', cacheServer, createClient(describe('cache', cacheServer, cacheTimeoutMs)))
  const subscriber = register(
    'subscriber',
    stateServer,
    createSubscriber(describe('subscriber', stateServer, subscriberTimeoutMs), () => nodesOf(state)),
  )
  const cacheSubscriber = register(
    'cache-subscriber',
    cacheServer,
    createSubscriber(describe('cache-subscriber', cacheServer, subscriberTimeoutMs), () => nodesOf(cache)),
  )

  const stateStore = createRedisStore(state, scripts)
  const rest = upstashStoreOf(env, { scripts, timeoutMs: subscriberTimeoutMs })

  return {
    isCluster: stateServer.kind === 'cluster',
    stateStore,
    cacheStore: createRedisStore(cache, scripts),
    state,
    cache,
    subscriber,
    cacheSubscriber,
    createQueueConnection: () =>
      register('queue', stateServer, createClient(describe('queue', stateServer, undefined))),
    async inspect() {
      const [stateNow, cacheNow] = await Promise.all([inspectRedis(state), inspectRedis(cache)])
      return { state: stateNow, cache: cacheNow }
    },
    async ready({ timeoutMs = bootTimeoutMs } = {}) {
      await Promise.all(opened.map((connection) => waitUntilReady({ ...connection, timeoutMs })))
      if (rest) await checkSameDatabase({ connected: stateStore, rest, keys, log })
      await warnAboutPolicies({ state, cache, isShared: ownCacheServer === undefined, log })
    },
    async close() {
      await Promise.all(opened.map(({ client }) => closeClient(client)))
    },
  }
}

interface Opened {
  readonly role: string
  readonly topology: Topology
  readonly client: RedisClient
}
