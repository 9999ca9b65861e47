import type { LimitDecision, LimitName } from '../../contracts/limits.ts'

/** Limits shared by every process; what each guarantees stands at its algorithm in `contracts/limits.ts`. */
export interface Limiter {
  /**
   * Takes the cost from every limit, or from none: a refused call costs nothing. Never rejects for want of Redis: while
   * it cannot decide, each policy's `whenUnavailable` does.
   */
  consume(checks: readonly LimitCheck[], options?: LimitCost): Promise<LimitResult>
  /** What `consume` would say; takes nothing. */
  peek(checks: readonly LimitCheck[], options?: LimitCost): Promise<LimitResult>
  /** The refusal that this process remembers, if it does: no command, so it comes before what another limit would cost. */
  recall(checks: readonly LimitCheck[], options?: LimitCost): LimitResult | undefined
  /** Gives a granted call back, once, as far as it still counts; answers whether any of it did. Rejects without Redis. */
  refund(checks: readonly LimitCheck[], grant: LimitGrant): Promise<boolean>
  /** Forgets every call counted by these limits. Rejects without Redis. */
  reset(checks: readonly LimitCheck[]): Promise<void>
}

export interface LimitCheck {
  readonly name: LimitName
  /** Who calls: "user-<id>", or "address-<client address>". The same in all checks of a call. */
  readonly subject: string
  readonly endpoint: string
}

export interface LimitCost {
  /** How many calls this one counts for: a whole number from 1 to the smallest limit (or burst) asked. */
  readonly cost?: number
}

export interface LimitResult {
  readonly isAllowed: boolean
  /** One per check, in its order. */
  readonly decisions: readonly LimitDecision[]
  /** Refused unasked: Redis is away, and a limit of the call refuses rather than guess. No fault of the caller's. */
  readonly isUndecided?: true
  /** Of a granted call: what `refund` gives back. */
  readonly grant: LimitGrant | undefined
}

export interface LimitGrant {
  readonly cost: number
  /** One per check. */
  readonly receipts: readonly number[]
  /** Counted by this process alone, while Redis was away. */
  readonly isLocal: boolean
}
