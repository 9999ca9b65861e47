import { type Held, lookAt, refundFrom } from './local-count.ts'
import { type LimitCall, type Quota, ruleOf } from './quota.ts'
import type { Verdict } from './verdict.ts'

const maxKeys = 10_000

interface LocalLimitsOptions {
  /** Milliseconds that only move forward. */
  readonly clock: () => number
  /** How many processes share each limit. */
  readonly instances: () => number
}

/** This process's share of the limits, by the same rules, for the time that Redis cannot be asked. */
export function createLocalLimits({ clock, instances }: LocalLimitsOptions) {
  const counts = new Map<string, Held>()

  function decide({ quotas, cost }: LimitCall, takes: boolean): Verdict {
    const nowUs = clock() * 1_000
    const looks = quotas.map((quota) => {
      const { capacity, ...rule } = shareOf(quota, instances())
      // A cost above this process's share would never be granted, though the limit itself allows it.
      return {
        quota,
        ...lookAt(counts.get(quota.key), { ...rule, capacity: Math.max(capacity, cost) }, { cost, nowUs }),
      }
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
    counts.delete(key)
    counts.set(key, held)
    if (counts.size <= maxKeys) return
    for (const oldest of counts.keys()) return void counts.delete(oldest)
  }

  return {
    take: (call: LimitCall): Verdict => decide(call, true),
    look: (call: LimitCall): Verdict => decide(call, false),
    refund({ quotas, cost }: LimitCall, receipts: readonly number[]): boolean {
      for (const [index, quota] of quotas.entries()) {
        const held = counts.get(quota.key)
        const rule = shareOf(quota, instances())
        if (held)
          counts.set(quota.key, refundFrom(held, rule, { cost, receipt: receipts[index] ?? 0, nowUs: clock() * 1_000 }))
      }
      return true
    },
    reset({ quotas }: LimitCall): void {
      for (const { key } of quotas) counts.delete(key)
    },
  }
}

const shareOf = ({ policy }: Quota, instances: number) => ruleOf(policy, instances)
