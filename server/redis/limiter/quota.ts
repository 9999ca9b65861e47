import type { LimitName, LimitPolicy } from '../../contracts/limits.ts'

/** One limit of one call. */
export interface Quota {
  /** Where it is counted. */
  readonly key: string
  readonly name: LimitName
  readonly policy: LimitPolicy
  readonly rule: Rule
}

/**
 * A policy in the numbers that the counting takes (scripts/take-limits.lua).
 * Strict: at most `capacity` in any `spanUs`; calls within `groupUs` share a group, and where that is 1 there are no
 * groups but a log of calls. Smooth: `capacity` at once, then one every `spanUs`; `groupUs` is 0.
 */
export interface Rule {
  readonly capacity: number
  readonly spanUs: number
  readonly groupUs: number
}

/** One call and all the limits it counts against. */
export interface LimitCall {
  readonly subject: string
  readonly quotas: readonly Quota[]
  readonly cost: number
}

/**
 * A strict limit keeps at most so many groups per key (1.3 KB), whatever its number. Up to it the log of calls is exact;
 * above, a call counts for up to 1/128 of the window too long, which costs 0.8 % under a steady load.
 */
const maxGroups = 128
/** Three bytes in the stored value. */
const maxLimit = 2 ** 24 - 1
const dayMs = 86_400_000

/** @param instances how many processes share the policy while each counts alone; none has less than one call. */
export function ruleOf(policy: LimitPolicy, instances = 1): Rule {
  const share = (calls: number) => Math.max(1, Math.floor(calls / instances))
  const windowUs = policy.windowMs * 1_000
  if (policy.algorithm === 'gcra') {
    return { capacity: share(policy.burst), spanUs: Math.ceil((windowUs * instances) / policy.limit), groupUs: 0 }
  }
  const isExact = policy.limit <= maxGroups
  return { capacity: share(policy.limit), spanUs: windowUs, groupUs: isExact ? 1 : Math.ceil(windowUs / maxGroups) }
}

/** Throws where a policy cannot be counted. */
export function checkPolicy(name: string, policy: LimitPolicy): void {
  const counts = policy.algorithm === 'gcra' ? [policy.limit, policy.burst] : [policy.limit]
  if (!counts.every((count) => Number.isInteger(count) && count >= 1 && count <= maxLimit)) {
    throw new RangeError(`Limit "${name}": limit and burst must be whole numbers from 1 to ${maxLimit}`)
  }
  const { windowMs } = policy
  if (!Number.isInteger(windowMs) || windowMs < 1 || windowMs > 366 * dayMs) {
    throw new RangeError(`Limit "${name}": windowMs must be a whole number from 1 to the milliseconds of a year`)
  }
}
