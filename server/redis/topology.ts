import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import type { Address, Env } from '../env.ts'

/** Where a Redis is and how to get in, as the environment says it. */
export type Topology = Standalone | Sentinel | Cluster

interface Access {
  readonly username: string | undefined
  readonly password: string | undefined
  readonly tls: ConnectionOptions | undefined
  /** The variable to look at when this Redis cannot be used. */
  readonly variable: string
}

export interface Standalone extends Access {
  readonly kind: 'standalone'
  readonly address: Address
  readonly db: number
}

export interface Sentinel extends Access {
  readonly kind: 'sentinel'
  readonly sentinels: readonly Address[]
  readonly masterName: string
  readonly sentinelUsername: string | undefined
  readonly sentinelPassword: string | undefined
}

export interface Cluster extends Access {
  readonly kind: 'cluster'
  readonly nodes: readonly Address[]
}

/** The state server: sessions, limits, pub/sub, queues. */
export function stateTopology(env: Env): Topology {
  if (env.REDIS_URL) return fromUrl(env, env.REDIS_URL, 'REDIS_URL')
  const access = { username: env.REDIS_USERNAME, password: env.REDIS_PASSWORD, tls: tlsOptions(env, env.REDIS_TLS) }
  if (env.REDIS_CLUSTER_NODES.length > 0) {
    return { kind: 'cluster', nodes: env.REDIS_CLUSTER_NODES, variable: 'REDIS_CLUSTER_NODES', ...access }
  }
  if (env.REDIS_SENTINELS.length > 0) {
    return {
      kind: 'sentinel',
      sentinels: env.REDIS_SENTINELS,
      masterName: env.REDIS_SENTINEL_NAME,
      sentinelUsername: env.REDIS_SENTINEL_USERNAME,
      sentinelPassword: env.REDIS_SENTINEL_PASSWORD,
      variable: 'REDIS_SENTINELS',
      ...access,
    }
  }
  const address = { host: env.REDIS_HOST ?? 'localhost', port: env.REDIS_PORT }
  return { kind: 'standalone', address, db: 0, variable: 'REDIS_HOST', ...access }
}

/** The cache server, or undefined where cached values share the state server. */
export const cacheTopology = (env: Env): Topology | undefined =>
  env.REDIS_CACHE_URL ? fromUrl(env, env.REDIS_CACHE_URL, 'REDIS_CACHE_URL') : undefined

/** For messages: "127.0.0.1:6379", never a password. */
export function describeTopology(topology: Topology): string {
  if (topology.kind === 'standalone') return describeAddress(topology.address)
  if (topology.kind === 'cluster') return `cluster ${topology.nodes.map(describeAddress).join(', ')}`
  return `sentinels ${topology.sentinels.map(describeAddress).join(', ')} (master "${topology.masterName}")`
}

/** Credentials in the URL win over REDIS_USERNAME and REDIS_PASSWORD, which only REDIS_URL falls back to. */
function fromUrl(env: Env, text: string, variable: 'REDIS_URL' | 'REDIS_CACHE_URL'): Standalone {
  const url = new URL(text)
  const fallback = variable === 'REDIS_URL' ? env : { REDIS_USERNAME: undefined, REDIS_PASSWORD: undefined }
  return {
    kind: 'standalone',
    address: { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port ? Number(url.port) : 6_379 },
    db: Number(url.pathname.slice(1)),
    username: decodeURIComponent(url.username) || fallback.REDIS_USERNAME,
    password: decodeURIComponent(url.password) || fallback.REDIS_PASSWORD,
    tls: tlsOptions(env, url.protocol === 'rediss:'),
    variable,
  }
}

function tlsOptions(env: Env, isOn: boolean): ConnectionOptions | undefined {
  if (!isOn) return undefined
  return env.REDIS_TLS_CA_FILE ? { ca: readFileSync(env.REDIS_TLS_CA_FILE) } : {}
}

const describeAddress = ({ host, port }: Address): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
