/**
 * Every rate limit on one screen. Adding one is one entry here; procedures name it in their meta.
 *
 * `whenUnavailable` is what happens while Redis cannot decide: `refuse` denies the call,
 * `local` lets each process count on its own.
 */
export interface LimitPolicy {
  readonly limit: number
  readonly windowMs: number
  readonly whenUnavailable: 'refuse' | 'local'
}

const minuteMs = 60_000

export const limits = {
  chat: { limit: 20, windowMs: minuteMs, whenUnavailable: 'local' },
  auth: { limit: 5, windowMs: minuteMs, whenUnavailable: 'refuse' },
  products: { limit: 100, windowMs: minuteMs, whenUnavailable: 'local' },
  webhooks: { limit: 10, windowMs: minuteMs, whenUnavailable: 'local' },
  default: { limit: 60, windowMs: minuteMs, whenUnavailable: 'local' },
} as const satisfies Record<string, LimitPolicy>

export type LimitName = keyof typeof limits

/** What a limit decided; travels in response headers and in the typed error. Times are milliseconds from now. */
export interface LimitDecision {
  readonly name: LimitName
  readonly isAllowed: boolean
  readonly limit: number
  readonly remaining: number
  readonly windowMs: number
  /** Until a full quota is available again. */
  readonly resetMs: number
  /** Until the next call can succeed; 0 when this one did. */
  readonly retryAfterMs: number
}
