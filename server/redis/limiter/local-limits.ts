import { createLastSaid } from './last-said.ts'
import { countOf, type Held, lookAt, type Owed, refundFrom } from './local-count.ts'
import { type LimitCall, type Quota, ruleOf } from './quota.ts'
import type { Standing, Verdict } from './verdict.ts'

const maxKeys = 10_000

interface LocalLimitsOptions {
  /** Milliseconds that only move forward. */
  readonly clock: () => number
  /** How many processes share each limit. */
  readonly instances: () => number
}

/**
 * This process's share of the limits, by the same rules, for the time that Redis cannot be asked: of what Redis had left
 * when it last answered. What is granted so is owed to Redis, which does not know of it: until it has left its window
 * Redis is asked for that much less.
 */
export function createLocalLimits({ clock, instances }: LocalLimitsOptions) {
  const granted = new Map<string, Held>()
  const lastSaid = createLastSaid(maxKeys)
  const nowInUs = () => clock() * 1_000

  function decide({ quotas, cost }: LimitCall, takes: boolean): Verdict {
    const [nowUs, processes] = [nowInUs(), instances()]
    const looks = quotas.map((quota) => {
      const rule = ruleOf(quota.policy, processes)
      // A cost above this process's share would never be granted, though the limit itself allows it.
      const whole = { ...rule, capacity: Math.max(rule.capacity, cost) }
      const taking = { cost, nowUs, given: lastSaid.givenOf(quota, processes) }
      return { quota, ...lookAt(granted.get(quota.key), whole, taking) }
    })
    const isAllowed = looks.every(({ standing }) => standing.retryUs === 0)
    if (isAllowed && takes) for (const { quota, taken } of looks) keep(quota.key, taken.held)
    return {
      isAllowed,
      standings: looks.map(({ standing, taken }) => (isAllowed && takes ? taken.standing : standing)),
      isLocal: true,
    }
  }

  /** A Map keeps the order of insertion, so its first key is the one unused for longest. */
  function keep(key: string, held: Held): void {
    granted.delete(key)
    granted.set(key, held)
    if (granted.size <= maxKeys) return
    for (const oldest of granted.keys()) return void granted.delete(oldest)
  }

  function owedOf({ key, policy }: Quota): Owed {
    const owed = countOf(granted.get(key), ruleOf(policy, instances()), nowInUs())
    if (owed.calls === 0) granted.delete(key)
    return owed
  }

  const look = (call: LimitCall): Verdict => decide(call, false)

  return {
    take: (call: LimitCall): Verdict => decide(call, true),
    look,
    /** The call as Redis is to be asked, with what is owed withheld; undefined where nothing would be left for it. */
    askFor(call: LimitCall): LimitCall | undefined {
      if (granted.size === 0) return call
      const quotas = call.quotas.map((quota) => lessen(quota, owedOf(quota).calls))
      return quotas.every(({ rule }) => rule.capacity >= call.cost) ? { ...call, quotas } : undefined
    },
    /** What Redis' answer is worth, now that more may be owed than when it was asked. */
    settle({ call, asked, answer }: Settlement): Verdict {
      lastSaid.hear(asked, answer, nowInUs())
      if (granted.size === 0) return answer
      const owed = call.quotas.map(owedOf)
      const grownBy = (index: number) => (owed[index]?.calls ?? 0) - withheldAt(index, call, asked)
      const isCovered = answer.standings.every(({ remaining }, index) => remaining >= grownBy(index))
      if (answer.isAllowed) return isCovered ? answer : look(call)
      return { ...answer, standings: answer.standings.map((standing, index) => sooner(standing, owed[index])) }
    },
    refund({ quotas, cost }: LimitCall, receipts: readonly number[]): boolean {
      for (const [index, quota] of quotas.entries()) {
        const held = granted.get(quota.key)
        const rule = ruleOf(quota.policy, instances())
        const refund = { cost, receipt: receipts[index] ?? 0, nowUs: nowInUs() }
        if (held) granted.set(quota.key, refundFrom(held, rule, refund))
      }
      return true
    },
    reset({ quotas }: LimitCall): void {
      for (const { key } of quotas) {
        granted.delete(key)
        lastSaid.forget(key)
      }
    },
  }
}

interface Settlement {
  readonly call: LimitCall
  /** As it was asked. */
  readonly asked: LimitCall
  readonly answer: Verdict
}

const lessen = (quota: Quota, calls: number): Quota =>
  calls === 0 ? quota : { ...quota, rule: { ...quota.rule, capacity: quota.rule.capacity - calls } }

const withheldAt = (index: number, call: LimitCall, asked: LimitCall): number =>
  (call.quotas[index]?.rule.capacity ?? 0) - (asked.quotas[index]?.rule.capacity ?? 0)

/** What is owed may leave its window before what Redis counts does. */
const sooner = (standing: Standing, owed: Owed | undefined): Standing =>
  owed && owed.calls > 0 && standing.retryUs > 0
    ? { ...standing, retryUs: Math.min(standing.retryUs, owed.nextUs) }
    : standing
