import type { Pace } from '../../contracts/sockets.ts'

/**
 * GCRA (ITU-T I.371) on one number per counter: the moment at which all that was taken is paid back.
 * @param paidAtMs that moment so far; 0 for a fresh counter
 * @returns the new moment, or undefined where `cost` cannot be had now (and costs nothing)
 */
export function take(pace: Pace, paidAtMs: number, { nowMs, cost = 1 }: Taking): number | undefined {
  const msEach = 1_000 / pace.perSecond
  // The debt by itself, and not the moment: next to a large `nowMs` its last digits would be lost.
  const debtMs = Math.max(0, paidAtMs - nowMs) + cost * msEach
  return debtMs > pace.burst * msEach ? undefined : nowMs + debtMs
}

interface Taking {
  readonly nowMs: number
  readonly cost?: number
}
