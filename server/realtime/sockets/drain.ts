import { setTimeout as sleep } from 'node:timers/promises'
import type { Guest } from './house.ts'

interface Slices {
  /** Over how long the guests are told. */
  readonly slicesMs: number
  readonly sliceEveryMs: number
}

/**
 * Tells everyone to go on elsewhere, a slice at a time: those who leave together arrive together, and each arrival reads
 * the session and opens its subscriptions anew.
 */
export async function askToMoveInSlices(guests: Iterable<Guest>, { slicesMs, sliceEveryMs }: Slices): Promise<void> {
  const waiting = [...guests]
  const length = Math.ceil(waiting.length / Math.max(1, Math.floor(slicesMs / sliceEveryMs)))
  while (waiting.length > 0) {
    for (const guest of waiting.splice(0, length)) guest.askToMove()
    if (waiting.length > 0) await sleep(sliceEveryMs)
  }
}

/** Resolves when nobody is left, or when the time is over. */
export async function untilEmpty(count: () => number, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs
  while (count() > 0 && performance.now() < deadline) await sleep(25)
}
