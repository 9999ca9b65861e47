/** Something that has to be looked at now and then. */
export interface Visited {
  /** @returns in how many milliseconds to come again (earlier visits must do no harm), or undefined: never. */
  visit(nowMs: number): number | undefined
}

export interface TimerWheel {
  /** Visits after about `delayMs`: up to one tick late; early where the delay exceeds a turn of the wheel. */
  add(item: Visited, delayMs: number): void
  /** Monotonic milliseconds; what `visit` is given. */
  now(): number
  close(): void
}

interface WheelOptions {
  readonly tickMs?: number
  readonly slots?: number
  readonly clock?: () => number
}

const lateTicks = 4

/**
 * One timer for all sockets (Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987): a timer each would cost
 * more memory than the rest of what we keep per socket. Items that ended are dropped at their next visit.
 */
export function createTimerWheel(options: WheelOptions = {}): TimerWheel {
  const { tickMs = 250, slots = 64, clock = () => performance.now() } = options
  const wheel = Array.from({ length: slots }, (): Visited[] => [])
  let turned = Math.floor(clock() / tickMs)
  let wasLate = false

  function add(item: Visited, delayMs: number): void {
    const ticks = Math.min(slots - 1, Math.max(1, Math.ceil(delayMs / tickMs)))
    wheel[(turned + ticks) % slots]?.push(item)
  }

  /**
   * No slot is skipped after a pause of the process. What came in meanwhile is read first: timers run before it, and who
   * was asked before the pause would seem not to have answered.
   */
  function turn(): void {
    const nowMs = clock()
    const until = Math.floor(nowMs / tickMs)
    const isLate = until - turned > lateTicks
    if (isLate && !wasLate) {
      wasLate = true
      return
    }
    wasLate = false
    const behind = Math.min(until - turned, slots)
    turned = until - behind
    for (let step = 0; step < behind; step += 1) {
      turned += 1
      const slot = turned % slots
      const due = wheel[slot] ?? []
      wheel[slot] = []
      for (const item of due) {
        const delayMs = item.visit(nowMs)
        if (delayMs !== undefined) add(item, delayMs)
      }
    }
  }

  const timer = setInterval(turn, tickMs)
  return {
    add,
    now: clock,
    close: () => clearInterval(timer),
  }
}
