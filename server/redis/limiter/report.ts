import type { LimitDecision } from '../../contracts/limits.ts'
import type { LimitResult } from './limiter.ts'
import type { LimitCall, Quota } from './quota.ts'
import type { Standing, Verdict } from './verdict.ts'

export const nothingAsked: LimitResult = { isAllowed: true, decisions: [], grant: undefined }

export function report({ quotas, cost }: LimitCall, { isAllowed, standings, isLocal }: Verdict): LimitResult {
  return {
    isAllowed,
    decisions: quotas.map((quota, index) => decisionOf(quota, standings[index] ?? unknown)),
    grant: isAllowed ? { cost, receipts: standings.map(({ receipt }) => receipt), isLocal } : undefined,
  }
}

const outageRetryUs = 1_000_000
const unknown: Standing = { remaining: 0, resetUs: outageRetryUs, retryUs: outageRetryUs, receipt: 0 }

/** For limits that would rather refuse than guess. */
export const refuseAll = (call: LimitCall): LimitResult => ({
  ...report(call, { isAllowed: false, standings: [], isLocal: true }),
  isUndecided: true,
})

const decisionOf = ({ name, policy }: Quota, { remaining, resetUs, retryUs }: Standing): LimitDecision => ({
  name,
  isAllowed: retryUs === 0,
  limit: policy.limit,
  remaining: Math.max(0, remaining),
  windowMs: policy.windowMs,
  resetMs: Math.ceil(resetUs / 1_000),
  retryAfterMs: Math.ceil(retryUs / 1_000),
})
