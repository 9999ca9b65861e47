import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis'
import type { Address } from '../env.ts'
import { anyNodeConnector, takeTurns } from './any-node-connector.ts'
import { backoffMs } from './backoff.ts'
import { muteLateErrors } from './mute-late-errors.ts'
import type { Cluster as ClusterTopology, Topology } from './topology.ts'

/** What carries commands: one server's client (standalone, Sentinel) or a Cluster's. */
export type RedisClient = Redis | Cluster

export interface ClientOptions {
  readonly topology: Topology
  /** As it stands in CLIENT LIST. */
  readonly connectionName: string
  /** How long one command may take, the wait for the first connection included; undefined = for ever. */
  readonly commandTimeoutMs: number | undefined
  /** `fail`: without a connection a command is refused at once. `wait`: it waits for the next connection (BullMQ). */
  readonly whenDisconnected: 'fail' | 'wait'
}

/** Without the one option whose declared type `exactOptionalPropertyTypes` cannot accept; it stays at its default. */
type NodeOptions = Omit<RedisOptions, 'replyMapping'>

export const isCluster = (client: RedisClient): client is Cluster => client instanceof Cluster

const connectTimeoutMs = 2_000
const disconnectTimeoutMs = 500
/** Commands unanswered for this long: the server is frozen or gone without a FIN, so connect anew. */
const silenceMs = 3_000

/** A client that has not connected yet: it does at `connect()` or at its first command. */
export function createClient(options: ClientOptions): RedisClient {
  const { topology } = options
  const client =
    topology.kind === 'cluster'
      ? new Cluster([...topology.nodes], clusterOptions(options, topology))
      : new Redis(singleOptions(options))
  muteLateErrors(client)
  if (options.whenDisconnected === 'fail') queueOnlyUntilConnected(client)
  return client
}

/** A client that can hold subscriptions: in a Cluster a plain connection to any node, which all carry every message. */
export function createSubscriber(options: ClientOptions, knownNodes: () => readonly Address[]): Redis {
  const client = new Redis(
    options.topology.kind === 'cluster'
      ? { ...singleOptions(options), ...anyNode(options.topology, knownNodes) }
      : singleOptions(options),
  )
  muteLateErrors(client)
  queueOnlyUntilConnected(client)
  return client
}

/** The addresses that a Cluster client learnt from the Cluster itself. */
export const nodesOf = (client: RedisClient): Address[] =>
  isCluster(client)
    ? client.nodes('all').flatMap(({ options: { host, port } }) => (host && port ? [{ host, port }] : []))
    : []

function anyNode(topology: ClusterTopology, knownNodes: () => readonly Address[]): NodeOptions {
  const nextAddress = takeTurns(() => [...knownNodes(), ...topology.nodes])
  return { Connector: anyNodeConnector({ nextAddress, tls: topology.tls, disconnectTimeoutMs }) }
}

/**
 * Commands of the first moments wait for the connection being made; from then on a command without a connection
 * fails at once. Otherwise whoever comes first would be refused while everything is well.
 */
function queueOnlyUntilConnected(client: RedisClient): void {
  const stop = () => {
    client.options.enableOfflineQueue = false
  }
  client.once('ready', stop)
  client.once('close', stop)
}

function singleOptions(options: ClientOptions): NodeOptions {
  return { ...commonOptions(options), ...placeOf(options.topology), retryStrategy: backoff }
}

function clusterOptions(options: ClientOptions, topology: ClusterTopology) {
  return {
    lazyConnect: true,
    clusterRetryStrategy: backoff,
    redisOptions: commonOptions(options),
    // A certificate names hosts; resolving them first would have it compared with an IP.
    ...(topology.tls ? { dnsLookup: keepHostName } : {}),
  } satisfies ClusterOptions
}

function commonOptions({ topology, connectionName, commandTimeoutMs, whenDisconnected }: ClientOptions): NodeOptions {
  const failsFast = whenDisconnected === 'fail'
  return {
    lazyConnect: true,
    connectionName,
    connectTimeout: connectTimeoutMs,
    disconnectTimeout: disconnectTimeoutMs,
    // BullMQ blocks on purpose, for longer than any silence that would mean a dead server here.
    ...(failsFast ? { socketTimeout: silenceMs } : {}),
    ...(commandTimeoutMs === undefined ? {} : { commandTimeout: commandTimeoutMs }),
    maxRetriesPerRequest: failsFast ? 0 : null,
    // An unanswered command may have been executed: sending it again would count a call or a message twice.
    autoResendUnfulfilledCommands: !failsFast,
    autoResubscribe: false,
    // After a failover the old primary is a replica: only a new connection finds the new primary.
    reconnectOnError: (error) => (error.message.includes('READONLY') ? (failsFast ? 1 : 2) : false),
    ...credentialsOf(topology),
  }
}

function credentialsOf({ username, password, tls }: Topology): NodeOptions {
  return { ...(username ? { username } : {}), ...(password ? { password } : {}), ...(tls ? { tls } : {}) }
}

function placeOf(topology: Topology): NodeOptions {
  if (topology.kind === 'standalone') return { ...topology.address, db: topology.db }
  if (topology.kind === 'cluster') return {}
  return {
    sentinels: [...topology.sentinels],
    name: topology.masterName,
    sentinelRetryStrategy: backoff,
    sentinelCommandTimeout: connectTimeoutMs,
    ...(topology.sentinelUsername ? { sentinelUsername: topology.sentinelUsername } : {}),
    ...(topology.sentinelPassword ? { sentinelPassword: topology.sentinelPassword } : {}),
    ...(topology.tls ? { enableTLSForSentinelMode: true, sentinelTLS: topology.tls } : {}),
  }
}

const keepHostName: NonNullable<ClusterOptions['dnsLookup']> = (host, done) => done(null, host)

const backoff = (attempt: number): number => backoffMs(attempt)
