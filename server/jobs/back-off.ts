/** Half to full of base·2^(attempt-1): spread, so that jobs that failed together do not return together. */
export function exponentialDelayMs(options: {
  readonly baseMs: number
  /** 1 for the first failure. */
  readonly attempt: number
  readonly maxMs: number
  readonly random?: () => number
}): number {
  const random = options.random ?? Math.random
  const fullMs = Math.min(options.maxMs, options.baseMs * 2 ** (options.attempt - 1))
  return Math.round(fullMs / 2 + (fullMs / 2) * random())
}
