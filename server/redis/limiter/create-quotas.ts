import type { LimitName, LimitPolicy } from '../../contracts/limits.ts'
import type { Keys } from '../keys.ts'
import type { LimitCheck } from './limiter.ts'
import { checkPolicy, type LimitCall, type Quota, type Rule, ruleOf } from './quota.ts'

/** Turns checks into what is counted. Mistakes of the caller throw, so that its first test finds them. */
export function createQuotas(keys: Keys, policies: Readonly<Record<LimitName, LimitPolicy>>) {
  const rules = new Map<LimitPolicy, Rule>()

  function ruleFor(name: LimitName): Rule {
    const policy = policies[name]
    const known = rules.get(policy)
    if (known) return known
    checkPolicy(name, policy)
    const rule = ruleOf(policy)
    rules.set(policy, rule)
    return rule
  }

  const quotaOf = ({ name, subject, endpoint }: LimitCheck): Quota => ({
    key: keys.rateLimit(subject, endpoint),
    name,
    policy: policies[name],
    rule: ruleFor(name),
  })

  return {
    /** Undefined where nothing is asked. */
    callOf(checks: readonly LimitCheck[], cost: number): LimitCall | undefined {
      const [first] = checks
      if (!first) return undefined
      const quotas = checks.map(quotaOf)
      if (checks.length > 1) refuseStrangersAndTwins(checks, quotas)
      for (const { name, rule } of quotas) checkCost(cost, name, rule)
      return { subject: first.subject, quotas, cost }
    },
  }
}

function refuseStrangersAndTwins(checks: readonly LimitCheck[], quotas: readonly Quota[]): void {
  // In a Cluster the subject chooses the server, and one script decides on one server.
  if (new Set(checks.map(({ subject }) => subject)).size > 1) {
    throw new Error('The limits of one call have one subject: consume another subject in a call of its own and refund')
  }
  // Two policies on one key would count each call twice.
  if (new Set(quotas.map(({ key }) => key)).size < quotas.length) {
    throw new Error('Two limits of one call share subject and endpoint: give each an endpoint of its own')
  }
}

function checkCost(cost: number, name: LimitName, { capacity }: Rule): void {
  if (Number.isInteger(cost) && cost >= 1 && cost <= capacity) return
  throw new RangeError(`A call of limit "${name}" costs a whole number from 1 to ${capacity}, not ${cost}`)
}
