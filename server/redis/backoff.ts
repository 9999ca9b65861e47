const firstMs = 50
const capMs = 1_000

/**
 * How long to wait before reconnecting for the `attempt`-th time (from 1): doubles up to 1 s, the upper half drawn
 * at random, so that processes cut off together do not come back together ("equal jitter", AWS Architecture Blog,
 * Exponential Backoff and Jitter).
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(capMs, firstMs * 2 ** (attempt - 1))
  return Math.round(ceiling / 2 + (random() * ceiling) / 2)
}
