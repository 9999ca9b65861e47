import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { CacheSubjectName } from '../subjects/cache-subject.ts'
import { type Fleet, startMembers } from './members.ts'
import type { BenchServers } from './servers.ts'

interface FleetOptions {
  readonly subject: CacheSubjectName
  readonly servers: BenchServers
  readonly processes: number
  readonly tagCount?: 0 | 3
  readonly ttlMs?: number
  /** Where the members find the cache's Redis, if not at the server itself: a proxy. */
  readonly cacheUrl?: string
  readonly stateUrl?: string
  /** Several fleets that share entries. */
  readonly prefix?: string
}

export interface CacheFleet extends Fleet {
  readonly prefix: string
}

const hourMs = 3_600_000

/** Processes that share one cache: under a prefix of their own, the source of truth behind them on the state server. */
export async function startCacheFleet(options: FleetOptions): Promise<CacheFleet> {
  const { subject, servers, processes, tagCount = 3, ttlMs = hourMs } = options
  const prefix = options.prefix ?? `${subject}-${randomUUID().slice(0, 8)}:`
  const fleet = await startMembers('cache-member', processes)
  const { state, cache } = servers
  const urls = {
    stateUrl: options.stateUrl ?? state.url,
    cacheUrl: options.cacheUrl ?? cache.url,
    sourceUrl: state.url,
  }
  await fleet.askAll('open', { subject, prefix, tagCount, ttlMs, ...urls }, z.unknown())
  return { ...fleet, prefix }
}
