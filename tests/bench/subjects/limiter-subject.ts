/** One rate limiter under test, ours or a peer, in one process. */
export interface LimiterSubject {
  /** Whether the call of `caller` is granted. */
  take(caller: string): Promise<boolean>
  /** How many were granted without asking Redis, because it did not answer in time. */
  grantsWithoutRedis?(): number
  close(): Promise<void>
}

export interface LimiterSubjectOptions {
  readonly redisUrl: string
  /** Upstash's REST protocol in front of the same Redis. */
  readonly bridge: { readonly url: string; readonly token: string }
  readonly prefix: string
  readonly limit: number
  readonly windowMs: number
  /** What a smooth limit lets through at once. */
  readonly burst: number
}

export const limiterSubjectNames = [
  'plantao',
  'plantao_smooth',
  'rate_limiter_flexible',
  'rate_limit_redis',
  'upstash_ratelimit',
] as const
export type LimiterSubjectName = (typeof limiterSubjectNames)[number]
