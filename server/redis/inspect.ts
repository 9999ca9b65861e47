import type { Redis } from 'ioredis'
import { isCluster, type RedisClient } from './create-client.ts'
import type { RedisStore } from './store.ts'

/** How a Redis is; numbers are summed over the primaries of a Cluster. */
export interface RedisState {
  readonly isConnected: boolean
  readonly sizeKeys: number | null
  readonly usedMemoryBytes: number | null
  /** 0 or undefined limits nothing. */
  readonly maxMemoryBytes: number | null
  /** What it may grow to: `maxmemory`, or the machine's memory where that limits nothing. */
  readonly memoryLimitBytes: number | null
  readonly uptimeSeconds: number | null
  /** `maxmemory_policy`, e.g. "noeviction". */
  readonly policy: string | null
}

const unreachable: RedisState = {
  isConnected: false,
  sizeKeys: null,
  usedMemoryBytes: null,
  maxMemoryBytes: null,
  memoryLimitBytes: null,
  uptimeSeconds: null,
  policy: null,
}

/** Asks the server; never rejects: a Redis that does not answer is `isConnected: false` with nulls. */
export async function inspectRedis(client: RedisClient): Promise<RedisState> {
  try {
    const states = await Promise.all((await nodesOf(client)).map(inspectNode))
    return states.length === 0 ? unreachable : states.reduce(addUp)
  } catch {
    return unreachable
  }
}

/** A Cluster client that has not been used yet knows no nodes. */
async function nodesOf(client: RedisClient): Promise<readonly Redis[]> {
  if (!isCluster(client)) return [client]
  if (client.status === 'wait') await client.ping()
  return client.nodes('master')
}

/** The same over a store, which is one server or stands for one. */
export async function inspectStore(store: RedisStore): Promise<RedisState> {
  try {
    const [sizeKeys, info] = await Promise.all([store.command('DBSIZE'), store.command('INFO')])
    return read(Number(sizeKeys), String(info))
  } catch {
    return unreachable
  }
}

async function inspectNode(node: Redis): Promise<RedisState> {
  const [sizeKeys, info] = await Promise.all([node.dbsize(), node.info()])
  return read(sizeKeys, info)
}

/** A service that tells less leaves the rest unknown. */
function read(sizeKeys: number, info: string): RedisState {
  return {
    isConnected: true,
    sizeKeys,
    usedMemoryBytes: numberOf(info, 'used_memory'),
    maxMemoryBytes: numberOf(info, 'maxmemory'),
    memoryLimitBytes: numberOf(info, 'maxmemory') || numberOf(info, 'total_system_memory'),
    uptimeSeconds: numberOf(info, 'uptime_in_seconds'),
    policy: fieldOf(info, 'maxmemory_policy') ?? null,
  }
}

const addUp = (left: RedisState, right: RedisState): RedisState => ({
  ...left,
  sizeKeys: (left.sizeKeys ?? 0) + (right.sizeKeys ?? 0),
  usedMemoryBytes: (left.usedMemoryBytes ?? 0) + (right.usedMemoryBytes ?? 0),
  maxMemoryBytes: (left.maxMemoryBytes ?? 0) + (right.maxMemoryBytes ?? 0),
  memoryLimitBytes: (left.memoryLimitBytes ?? 0) + (right.memoryLimitBytes ?? 0),
  uptimeSeconds: Math.min(left.uptimeSeconds ?? 0, right.uptimeSeconds ?? 0),
})

function numberOf(info: string, name: string): number | null {
  const field = fieldOf(info, name)
  return field === undefined ? null : Number(field)
}

/** INFO is lines of `name:value`; CONFIG GET would say the same but managed services refuse it. */
const fieldOf = (info: string, name: string): string | undefined =>
  info.match(new RegExp(`^${name}:(.*?)\\r?$`, 'm'))?.[1]
