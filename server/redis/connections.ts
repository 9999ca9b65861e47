import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Env } from '../env.ts'
import { closeClient } from './close-client.ts'
import { type ClientOptions, createClient, createSubscriber, nodesOf, type RedisClient } from './create-client.ts'
import { logConnection } from './log-connection.ts'
import { cacheTopology, stateTopology, type Topology } from './topology.ts'
import { waitUntilReady } from './wait-until-ready.ts'
import { warnAboutPolicies } from './warn-about-policies.ts'

/** One connection per role and process. Each opens at its first command or by `ready()`. */
export interface RedisConnections {
  /** Sessions, limits, publishing. Fails fast: a command without a connection at once, one without an answer in 500 ms. */
  readonly state: RedisClient
  /** Cached values. Fails fast: without a connection at once, without an answer in 200 ms. */
  readonly cache: RedisClient
  /** Subscriptions only; `createPubSub` owns it and subscribes again after each reconnection. */
  readonly subscriber: Redis
  /** A connection for BullMQ: its commands wait for Redis to come back, as its workers need. Closed by `close()`. */
  createQueueConnection(): RedisClient
  /**
   * Resolves when every role can take commands. Rejects with RedisUnavailableError, which says which Redis, what
   * happened and what to change; the connections go on trying, so a process may choose to run without.
   */
  ready(options?: { readonly timeoutMs?: number }): Promise<void>
  /** Lets pending replies in and hangs up, within three seconds. Leaves no connection and no timer. */
  close(): Promise<void>
}

interface ConnectionsOptions {
  readonly log: Logger
  /** The process's name: `web`, `gateway`, `worker`. */
  readonly name: string
}

const stateTimeoutMs = 500
const cacheTimeoutMs = 200
const subscriberTimeoutMs = 2_000
const bootTimeoutMs = 10_000

export function createRedisConnections(env: Env, { log, name }: ConnectionsOptions): RedisConnections {
  const stateServer = stateTopology(env)
  const ownCacheServer = cacheTopology(env)
  const cacheServer = ownCacheServer ?? stateServer
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

  return {
    state,
    cache,
    subscriber,
    createQueueConnection: () =>
      register('queue', stateServer, createClient(describe('queue', stateServer, undefined))),
    async ready({ timeoutMs = bootTimeoutMs } = {}) {
      await Promise.all(opened.map((connection) => waitUntilReady({ ...connection, timeoutMs })))
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
