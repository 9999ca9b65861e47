import type { RedisStore } from './store.ts'

export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError'
}

export interface CircuitBreaker extends RedisStore {
  isOpen(): boolean
}

interface BreakerOptions {
  readonly store: RedisStore
  readonly clock: () => number
}

/** So many failures in a row, none of them older than the last success. */
const failuresToOpen = 3
const firstPauseMs = 250
/** Also how long Redis may be back before it is used again, where its connection did not break. */
const maxPauseMs = 1_000

/**
 * A store that is left alone after it failed: calls are refused at once instead of each waiting for its time-out.
 * A PING is sent as soon as the connection is back, and by the next call after a pause; only its answer closes the
 * circuit: no caller pays for the trial.
 */
export function createCircuitBreaker({ store, clock }: BreakerOptions): CircuitBreaker {
  let failures = 0
  let pauseMs = firstPauseMs
  let openedMs: number | undefined
  let isTrying = false
  /** The connection came back during a trial, which may have been lost with the one before. */
  let isTrialOutdated = false

  store.onReady?.(() => {
    isTrialOutdated = isTrying
    if (openedMs !== undefined && !isTrying) void tryAgain()
  })

  function succeeded(): void {
    failures = 0
    pauseMs = firstPauseMs
    openedMs = undefined
  }

  function failed(): void {
    failures += 1
    if (failures >= failuresToOpen && openedMs === undefined) openedMs = clock()
  }

  function isPaused(sinceMs: number): boolean {
    const ageMs = clock() - sinceMs
    // A clock that went back says nothing about the pause.
    return ageMs >= 0 && ageMs < pauseMs
  }

  async function tryAgain(): Promise<void> {
    isTrying = true
    do {
      isTrialOutdated = false
      try {
        await store.command('PING')
        succeeded()
      } catch {
        pauseMs = Math.min(maxPauseMs, 2 * pauseMs)
        openedMs = clock()
      }
    } while (isTrialOutdated && openedMs !== undefined)
    isTrying = false
  }

  async function guard<T>(work: () => Promise<T>): Promise<T> {
    if (openedMs !== undefined) {
      if (!isTrying && !isPaused(openedMs)) void tryAgain()
      throw new CircuitOpenError('Redis failed several times in a row and is left alone for a moment')
    }
    try {
      const answer = await work()
      if (failures > 0) succeeded()
      return answer
    } catch (error) {
      failed()
      throw error
    }
  }

  return {
    command: (...command) => guard(() => store.command(...command)),
    publish: (channel, text) => guard(() => store.publish(channel, text)),
    run: (name, call) => guard(() => store.run(name, call)),
    isOpen: () => openedMs !== undefined,
  }
}
