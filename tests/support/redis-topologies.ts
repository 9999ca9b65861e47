import type { Redis } from 'ioredis'
import { freePort } from '#server/dev/ports.ts'
import { waitUntil } from '#server/dev/wait-until.ts'
import { type RedisProcess, startRedisProcess } from './redis-process.ts'
import { type Certificate, selfSignedCertificate } from './self-signed-certificate.ts'

/** A server that speaks only TLS, and the authority to trust for it. */
export interface TlsRedis extends AsyncDisposable {
  readonly port: number
  readonly password: string
  readonly certificate: string
}

export async function startTlsRedis(): Promise<TlsRedis> {
  const password = 'the-password-behind-tls'
  const tls = selfSignedCertificate()
  const server = await startRedisProcess({ password, tls })
  return {
    port: server.port,
    password,
    certificate: tls.certificate,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

interface TopologyOptions {
  /** Everybody speaks only TLS, with this certificate. */
  readonly tls?: Certificate
}

/** One primary, one replica and three sentinels that agree on a failover within about a second. */
export interface SentinelTrio extends AsyncDisposable {
  readonly password: string
  readonly sentinelPassword: string
  readonly masterName: string
  /** "host:port,…" as REDIS_SENTINELS takes it. */
  readonly addresses: string
  readonly primary: RedisProcess
  readonly replica: RedisProcess
}

export async function startSentinelTrio(options: TopologyOptions = {}): Promise<SentinelTrio> {
  const secrets = { password: 'the-data-password', sentinelPassword: 'the-sentinel-password', masterName: 'plantao' }
  await using cleanup = new AsyncDisposableStack()
  const settings = [`masterauth ${secrets.password}`, 'repl-diskless-sync-delay 0']
  const primary = cleanup.use(await startRedisProcess({ ...options, password: secrets.password, settings }))
  const replicaOf = `replicaof 127.0.0.1 ${primary.port}`
  const replica = cleanup.use(
    await startRedisProcess({ ...options, password: secrets.password, settings: [...settings, replicaOf] }),
  )
  await untilReplicaIsInSync(replica)
  const sentinels: RedisProcess[] = []
  for (let index = 0; index < 3; index += 1) {
    sentinels.push(cleanup.use(await startSentinel(primary.port, { ...secrets, ...options })))
  }
  await untilSentinelsKnowEachOther(sentinels)
  const kept = cleanup.move()
  return {
    ...secrets,
    addresses: sentinels.map(({ port }) => `127.0.0.1:${port}`).join(','),
    primary,
    replica,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

type SentinelOptions = Pick<SentinelTrio, 'password' | 'sentinelPassword' | 'masterName'> & TopologyOptions

function startSentinel(primaryPort: number, { password, sentinelPassword, masterName, ...tls }: SentinelOptions) {
  return startRedisProcess({
    ...tls,
    isSentinel: true,
    password: sentinelPassword,
    settings: [
      `sentinel monitor ${masterName} 127.0.0.1 ${primaryPort} 2`,
      `sentinel auth-pass ${masterName} ${password}`,
      `sentinel sentinel-pass ${sentinelPassword}`,
      `sentinel down-after-milliseconds ${masterName} 500`,
      `sentinel failover-timeout ${masterName} 3000`,
    ],
  })
}

const untilReplicaIsInSync = (replica: RedisProcess): Promise<void> =>
  ask(replica, (redis) =>
    waitUntil(async () => (await redis.info('replication')).includes('master_link_status:up'), {
      what: 'a replica in sync',
      timeoutMs: 10_000,
    }),
  )

async function untilSentinelsKnowEachOther(sentinels: readonly RedisProcess[]): Promise<void> {
  for (const sentinel of sentinels) {
    await ask(sentinel, (redis) =>
      waitUntil(async () => /slaves=1,sentinels=3/.test(await redis.info('sentinel')), {
        what: 'three sentinels that know the replica and each other',
        timeoutMs: 15_000,
      }),
    )
  }
}

/** Three primaries with a replica each, all slots covered. */
export interface RedisCluster extends AsyncDisposable {
  readonly password: string
  /** "host:port,…" of two nodes, as REDIS_CLUSTER_NODES takes it: the client has to find the others. */
  readonly addresses: string
  readonly primaries: readonly RedisProcess[]
  readonly replicas: readonly RedisProcess[]
}

const slotRanges = [
  [0, 5_460],
  [5_461, 10_922],
  [10_923, 16_383],
] as const

export async function startRedisCluster(options: TopologyOptions = {}): Promise<RedisCluster> {
  const password = 'the-cluster-password'
  await using cleanup = new AsyncDisposableStack()
  const nodes: ClusterNode[] = []
  for (let index = 0; index < 6; index += 1) {
    const node = await startClusterNode(password, options)
    cleanup.use(node.process)
    nodes.push(node)
  }
  await formCluster(nodes)
  const kept = cleanup.move()
  const processes = nodes.map((node) => node.process)
  return {
    password,
    addresses: [processes[0], processes[4]].map((node) => `127.0.0.1:${node?.port}`).join(','),
    primaries: processes.slice(0, 3),
    replicas: processes.slice(3),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

interface ClusterNode {
  readonly process: RedisProcess
  readonly busPort: number
}

async function startClusterNode(password: string, options: TopologyOptions): Promise<ClusterNode> {
  const busPort = await freePort()
  const process = await startRedisProcess({
    ...options,
    password,
    settings: [
      'cluster-enabled yes',
      ...(options.tls ? ['tls-cluster yes'] : []),
      `cluster-port ${busPort}`,
      'cluster-node-timeout 2000',
      'repl-diskless-sync-delay 0',
      `masterauth ${password}`,
    ],
  })
  return { process, busPort }
}

async function formCluster(nodes: readonly ClusterNode[]): Promise<void> {
  const [first] = nodes
  if (!first) return
  const { port } = first.process
  // Nodes that all start at epoch 0 settle it by themselves within seconds; a replica that asks for votes with an
  // epoch its voters know to be old is refused, and asks again only eight seconds later.
  for (const [index, node] of nodes.entries()) {
    await ask(node.process, (redis) => redis.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1))
  }
  for (const node of nodes.slice(1)) {
    await ask(node.process, (redis) => redis.call('CLUSTER', 'MEET', '127.0.0.1', port, first.busPort))
  }
  for (const [index, range] of slotRanges.entries()) {
    await askNode(nodes[index], (redis) => redis.call('CLUSTER', 'ADDSLOTSRANGE', ...range))
  }
  await untilAllKnow(nodes, 'cluster_known_nodes:6')
  for (const [index] of slotRanges.entries()) {
    const primaryId = await askNode(nodes[index], (redis) => redis.call('CLUSTER', 'MYID'))
    await askNode(nodes[index + 3], (redis) => redis.call('CLUSTER', 'REPLICATE', String(primaryId)))
  }
  await untilAllKnow(nodes, 'cluster_state:ok')
  await untilAllSeeTheSame(nodes)
  await Promise.all(nodes.slice(3).map((node) => untilReplicaIsInSync(node.process)))
}

async function untilAllKnow(nodes: readonly ClusterNode[], fact: string): Promise<void> {
  for (const node of nodes) {
    await ask(node.process, (redis) =>
      waitUntil(async () => String(await redis.call('CLUSTER', 'INFO')).includes(fact), {
        what: fact,
        timeoutMs: 15_000,
      }),
    )
  }
}

async function untilAllSeeTheSame(nodes: readonly ClusterNode[]): Promise<void> {
  const views = () => Promise.all(nodes.map(({ process }) => ask(process, viewOf)))
  await waitUntil(async () => new Set(await views()).size === 1, {
    what: 'six nodes that agree on roles, slots and epochs',
    timeoutMs: 15_000,
  })
}

/** Of each node its id, primary, epoch and slots; without addresses, flags of its own and times. */
async function viewOf(redis: Redis): Promise<string> {
  const lines = String(await redis.call('CLUSTER', 'NODES'))
    .trim()
    .split('\n')
  const facts = lines.map((line) => line.split(' ').filter((_, field) => [0, 3, 6, 8].includes(field)))
  return facts
    .map((fact) => fact.join(' '))
    .sort()
    .join('\n')
}

async function askNode<T>(node: ClusterNode | undefined, question: (redis: Redis) => Promise<T>): Promise<T> {
  if (!node) throw new Error('A Cluster of fewer than six nodes')
  return ask(node.process, question)
}

async function ask<T>(server: RedisProcess, question: (redis: Redis) => Promise<T>): Promise<T> {
  const admin = server.admin()
  try {
    return await question(admin)
  } finally {
    admin.disconnect()
  }
}
