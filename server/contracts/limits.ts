/** Every rate limit on one screen. Adding one is one entry here; procedures name it in their meta. */
export type LimitPolicy = StrictLimit | SmoothLimit

interface LimitBase {
  readonly limit: number
  readonly windowMs: number
  /** While Redis cannot decide: `refuse` denies the call, `local` lets each process count its share on its own. */
  readonly whenUnavailable: 'refuse' | 'local'
}

/** Never more than `limit` calls in any span of `windowMs`, wherever it begins. */
export interface StrictLimit extends LimitBase {
  readonly algorithm: 'strict'
}

/**
 * `limit` calls per `windowMs` on average, evenly: `burst` at once, then one every `windowMs / limit` (GCRA, ITU-T I.371).
 * Any span of length T holds at most `burst + limit · T / windowMs` calls, so a full window up to `burst + limit`.
 */
export interface SmoothLimit extends LimitBase {
  readonly algorithm: 'gcra'
  readonly burst: number
}

const minuteMs = 60_000

export const limits = {
  chat: { algorithm: 'strict', limit: 20, windowMs: minuteMs, whenUnavailable: 'local' },
  auth: { algorithm: 'strict', limit: 5, windowMs: minuteMs, whenUnavailable: 'refuse' },
  /** By person: an hour of guessing six digits finds them once in 30 000 times. */
  secondFactor: { algorithm: 'strict', limit: 10, windowMs: 60 * minuteMs, whenUnavailable: 'refuse' },
  products: { algorithm: 'strict', limit: 100, windowMs: minuteMs, whenUnavailable: 'local' },
  /** Requests that no provider has signed, by address. */
  webhooks: { algorithm: 'strict', limit: 10, windowMs: minuteMs, whenUnavailable: 'local' },
  /** Requests that a provider has signed, by provider: far above any burst of theirs, so that none is turned away. */
  webhookSenders: { algorithm: 'gcra', limit: 6_000, burst: 3_000, windowMs: minuteMs, whenUnavailable: 'local' },
  /** Archives of everything about a person. */
  privacy: { algorithm: 'strict', limit: 10, windowMs: minuteMs, whenUnavailable: 'local' },
  default: { algorithm: 'strict', limit: 60, windowMs: minuteMs, whenUnavailable: 'local' },
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
