import type { Redis } from 'ioredis'
import type { RedisClient } from './create-client.ts'
import type { RedisState } from './inspect.ts'
import type { RedisStore } from './store.ts'

/** Redis as every process has it: over connections of its own, or over HTTP where those cannot be held. */
export interface RedisAccess {
  /** Some keys need one Cluster slot: `createKeys` wants to know. */
  readonly isCluster: boolean
  /** The connection under `stateStore`, for BullMQ; absent over HTTP. */
  readonly state?: RedisClient | undefined
  /** Sessions, limits, publishing. */
  readonly stateStore: RedisStore
  /** Cached values. */
  readonly cacheStore: RedisStore
  /** Subscriptions; undefined over HTTP, which carries none. `createPubSub` owns it. */
  readonly subscriber: Redis | undefined
  /** Subscriptions to the cache's server, for its invalidations; undefined over HTTP. */
  readonly cacheSubscriber: Redis | undefined
  /** How each server is; never rejects. */
  inspect(): Promise<Readonly<Record<'state' | 'cache', RedisState>>>
  /**
   * Resolves when every role can take commands. Rejects with RedisUnavailableError, which says which Redis, what
   * happened and what to change; the connections go on trying, so a process may choose to run without.
   */
  ready(options?: { readonly timeoutMs?: number }): Promise<void>
  /** Lets pending replies in and hangs up, within three seconds. Leaves no connection and no timer. */
  close(): Promise<void>
}
