/** At most `limit` calls in any `windowMs`, counted under `key`. */
export interface Quota {
  readonly key: string
  readonly limit: number
  readonly windowMs: number
}

export interface Verdict {
  readonly isAllowed: boolean
  /** One per quota, in its order. */
  readonly windows: readonly Window[]
}

export interface Window {
  /** Calls in the window, this one included if it was granted. */
  readonly used: number
  /** Until the window is empty. */
  readonly resetMs: number
  /** Until this quota can grant a call; 0 = it would now, or did. */
  readonly retryAfterMs: number
}
