export interface BackoffOptions {
  /** Upper bound of the first wait; it doubles with every attempt. */
  readonly baseMs: number
  readonly capMs: number
}

/**
 * Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): anywhere between nothing and the bound,
 * so that a fleet of browsers that lost one server does not come back in one instant.
 */
export function fullJitterMs(attempt: number, { baseMs, capMs }: BackoffOptions, random = Math.random): number {
  return Math.floor(random() * Math.min(capMs, baseMs * 2 ** attempt))
}
