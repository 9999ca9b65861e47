import type { Logger } from 'pino'
import { type LimitDecision, type LimitName, type LimitPolicy, limits } from '../../contracts/limits.ts'
import { isCluster, type RedisClient } from '../create-client.ts'
import type { Keys } from '../keys.ts'
import { createOutageLog } from '../outage-log.ts'
import type { Scripts } from '../scripts.ts'
import { createLocalWindows } from './local-windows.ts'
import { createRedisWindows } from './redis-windows.ts'
import type { Quota, Verdict } from './windows.ts'

export interface LimitCheck {
  readonly name: LimitName
  /** Who calls: "user-<id>", or "address-<client address>". */
  readonly subject: string
  readonly endpoint: string
}

export interface LimitResult {
  readonly isAllowed: boolean
  /** One per check, in its order. */
  readonly decisions: readonly LimitDecision[]
}

/** Exact sliding windows shared by every process: no window of a policy's length ever holds more than its limit. */
export interface Limiter {
  /**
   * Takes one call from every policy, or from none: a refused call costs nothing. Never rejects; while Redis cannot
   * decide, each policy's `whenUnavailable` does.
   */
  consume(checks: readonly LimitCheck[]): Promise<LimitResult>
}

interface LimiterOptions {
  readonly redis: RedisClient
  readonly keys: Keys
  readonly scripts: Scripts
  readonly log: Logger
  /** For the windows of this process, used only while Redis is away; those in Redis go by its clock. */
  readonly clock?: () => number
  readonly policies?: Readonly<Record<LimitName, LimitPolicy>>
}

const outageRetryMs = 1_000

export function createLimiter(options: LimiterOptions): Limiter {
  const { redis, keys, scripts, log, clock = Date.now, policies = limits } = options
  const shared = createRedisWindows({ redis, scripts, isCluster: isCluster(redis) })
  const local = createLocalWindows(clock)
  const outage = createOutageLog(log, 'The limiter')

  return {
    async consume(checks) {
      const quotas = checks.map((check) => quotaOf(keys, check, policies[check.name]))
      refuseTwins(quotas)
      try {
        const verdict = await shared.take(quotas)
        outage.worked()
        return report(quotas, verdict)
      } catch (error) {
        outage.failed(error)
        return quotas.some(({ policy }) => policy.whenUnavailable === 'refuse')
          ? refuseAll(quotas)
          : report(quotas, local.take(quotas))
      }
    },
  }
}

interface NamedQuota extends Quota {
  readonly name: LimitName
  readonly policy: LimitPolicy
}

const quotaOf = (keys: Keys, { name, subject, endpoint }: LimitCheck, policy: LimitPolicy): NamedQuota => ({
  key: keys.rateLimit(subject, endpoint),
  limit: policy.limit,
  windowMs: policy.windowMs,
  name,
  policy,
})

/** Two policies on one key would count each call twice: a mistake of the caller, found in its first test. */
function refuseTwins(quotas: readonly NamedQuota[]): void {
  if (new Set(quotas.map(({ key }) => key)).size < quotas.length) {
    throw new Error('Two limits of one call share subject and endpoint: give each an endpoint of its own')
  }
}

function report(quotas: readonly NamedQuota[], { isAllowed, windows }: Verdict): LimitResult {
  const decisions = quotas.map(({ name, limit, windowMs }, index): LimitDecision => {
    const { used, resetMs, retryAfterMs } = windows[index] ?? { used: limit, resetMs: windowMs, retryAfterMs: windowMs }
    const remaining = Math.max(0, limit - used)
    return { name, isAllowed: retryAfterMs === 0, limit, remaining, windowMs, resetMs, retryAfterMs }
  })
  return { isAllowed, decisions }
}

const refuseAll = (quotas: readonly NamedQuota[]): LimitResult => ({
  isAllowed: false,
  decisions: quotas.map(({ name, limit, windowMs }) => ({
    name,
    isAllowed: false,
    limit,
    remaining: 0,
    windowMs,
    resetMs: outageRetryMs,
    retryAfterMs: outageRetryMs,
  })),
})
