import type { Redis } from 'ioredis'
import { isCluster, type RedisClient } from './create-client.ts'

/** How a Redis is; numbers are summed over the primaries of a Cluster. */
export interface RedisState {
  readonly isConnected: boolean
  readonly sizeKeys: number | null
  readonly usedMemoryBytes: number | null
  /** 0 or undefined limits nothing. */
  readonly maxMemoryBytes: number | null
  readonly uptimeSeconds: number | null
  /** `maxmemory_policy`, e.g. "noeviction". */
  readonly policy: string | null
}

const unreachable: RedisState = {
  isConnected: false,
  sizeKeys: null,
  usedMemoryBytes: null,
  maxMemoryBytes: null,
  uptimeSeconds: null,
  policy: null,
}

/** Asks the server; never rejects: a Redis that does not answer is `isConnected: false` with nulls. */
export async function inspectRedis(client: RedisClient): Promise<RedisState> {
  try {
    const nodes = isCluster(client) ? client.nodes('master') : [client]
    const states = await Promise.all(nodes.map(inspectNode))
    return states.length === 0 ? unreachable : states.reduce(addUp)
  } catch {
    return unreachable
  }
}

async function inspectNode(node: Redis): Promise<RedisState> {
  const [sizeKeys, info] = await Promise.all([node.dbsize(), node.info()])
  return {
    isConnected: true,
    sizeKeys,
    usedMemoryBytes: Number(fieldOf(info, 'used_memory')),
    maxMemoryBytes: Number(fieldOf(info, 'maxmemory')),
    uptimeSeconds: Number(fieldOf(info, 'uptime_in_seconds')),
    policy: fieldOf(info, 'maxmemory_policy') ?? null,
  }
}

const addUp = (left: RedisState, right: RedisState): RedisState => ({
  ...left,
  sizeKeys: (left.sizeKeys ?? 0) + (right.sizeKeys ?? 0),
  usedMemoryBytes: (left.usedMemoryBytes ?? 0) + (right.usedMemoryBytes ?? 0),
  maxMemoryBytes: (left.maxMemoryBytes ?? 0) + (right.maxMemoryBytes ?? 0),
  uptimeSeconds: Math.min(left.uptimeSeconds ?? 0, right.uptimeSeconds ?? 0),
})

/** INFO is lines of `name:value`; CONFIG GET would say the same but managed services refuse it. */
const fieldOf = (info: string, name: string): string | undefined =>
  info.match(new RegExp(`^${name}:(.*?)\\r?$`, 'm'))?.[1]
